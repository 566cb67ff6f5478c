/// What models cost, by their names: `openai:gpt-6-luna`, or `openai:gpt-6-luna-20*` for all that begin like this.
///
/// A name that is in the table as it is wins, then the longest beginning. A model of which the table says nothing has
/// no price: nothing is guessed.
public struct PriceTable: Hashable, Sendable {
    /// The day on which the prices were looked up, as `YYYY-MM-DD`; empty when nobody says.
    public var date: String
    /// The prices by name or, with a `*` at the end, by the beginning of names.
    public var prices: [String: ModelPrice]

    /// Creates a table.
    public init(date: String = "", prices: [String: ModelPrice] = [:]) {
        self.date = date
        self.prices = prices
    }

    /// The price of a model, by provider and name; nil when the table does not know it.
    public func price(of model: String) -> ModelPrice? {
        if let price = self.prices[model] { return price }
        let pattern = self.prices.keys.filter { $0.hasSuffix("*") && model.hasPrefix($0.dropLast()) }
            .max { $0.utf8.count < $1.utf8.count }
        return pattern.flatMap { self.prices[$0] }
    }

    /// This table with the entries of another one in place of, or beside, its own.
    public func overridden(by other: PriceTable) -> PriceTable {
        PriceTable(
            date: other.date.isEmpty ? self.date : other.date,
            prices: self.prices.merging(other.prices) { _, theirs in theirs })
    }
}
