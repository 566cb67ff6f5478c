/// What is wrong with a file of prices, and where.
public struct PriceTableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place, a line or a key, and what has to be there.
    public var description: String

    init(_ description: String) { self.description = description }
}
