/// One item of a list that an agent is asked for, item by item.
public struct ListItem: Hashable, Sendable {
    /// Its place in the list, from 0.
    public var index: Int
    /// The number of items that are asked for.
    public var count: Int
    /// What it says.
    public var text: String

    /// Creates an item.
    public init(index: Int, of count: Int, _ text: String) {
        self.index = index
        self.count = count
        self.text = text
    }
}
