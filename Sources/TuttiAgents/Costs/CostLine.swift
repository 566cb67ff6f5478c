public import TuttiModels

/// What some calls came to.
public struct CostLine: Hashable, Sendable {
    /// What they have in common.
    public var name: String
    /// How many there were.
    public var calls = 0
    /// Tokens read, those from a cache included.
    public var inputTokens = 0
    /// Those of the tokens read that came from a cache.
    public var cachedInputTokens = 0
    /// Tokens written.
    public var outputTokens = 0
    /// What they cost, as far as prices are known.
    public var cost = Money.zero
    /// The calls of which nobody knows the price.
    public var unpricedCalls = 0
    /// The calls whose tokens were counted here, because the provider told nothing.
    public var estimatedCalls = 0
    /// The tokens that were trimmed from their prompts.
    public var savedTokens = 0

    /// Creates a line without calls.
    public init(_ name: String) { self.name = name }

    mutating func add(_ entry: CostEntry) {
        self.calls += 1
        self.inputTokens &+= entry.usage.inputTokens
        self.cachedInputTokens &+= entry.usage.cachedInputTokens
        self.outputTokens &+= entry.usage.outputTokens
        self.savedTokens &+= entry.savedTokens
        self.cost += entry.cost ?? .zero
        if entry.cost == nil { self.unpricedCalls += 1 }
        if entry.usage.isEstimated { self.estimatedCalls += 1 }
    }
}
