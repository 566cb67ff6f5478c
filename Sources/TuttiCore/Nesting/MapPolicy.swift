/// How an agent is asked once for each item of a list that another agent gives while the run goes.
public struct MapPolicy: Hashable, Sendable {
    /// How the outputs for the items become one.
    public enum Joining: String, Hashable, Sendable, CaseIterable {
        /// A JSON array with one text an item, and null for an item without a result.
        case json
        /// The outputs one after another, each on its own lines; an item without a result leaves nothing.
        case lines
    }

    /// The most items that ``maximumItems`` can allow.
    public static let itemLimit = 1_000

    /// The input whose output is the list: a JSON array, or one item a line.
    public var source: String
    /// The most items that are asked for; those beyond are left out, with a warning. 1 to ``itemLimit``.
    public var maximumItems = 50
    /// The most items at work at the same moment, at least 1.
    public var maximumParallel = 8
    /// How many items must give a result; nil means all. An agent with fewer fails, an empty list needs none.
    public var minimum: Int? = 1
    /// How the outputs become one.
    public var joining = Joining.json

    /// Creates a policy with the defaults.
    public init(over source: String) { self.source = source }
}
