/// What a model costs.
///
/// Writing into a provider's cache costs more than reading at some providers; nothing here asks for it, so it has no
/// price.
public struct ModelPrice: Hashable, Sendable {
    /// What a token costs, in picodollars: the microdollars of a million tokens, which is how prices are published.
    public struct Rates: Hashable, Sendable {
        /// A token that is read.
        public var input: Int
        /// A token that is read from the provider's cache.
        public var cachedInput: Int
        /// A token that is written, those of its reasoning included.
        public var output: Int

        /// Creates rates, in picodollars a token; at most a thousandth of a dollar, and never negative.
        public init(input: Int, cachedInput: Int, output: Int) {
            func bounded(_ rate: Int) -> Int { min(max(0, rate), ModelPrice.maximumRate) }
            self.input = bounded(input)
            self.cachedInput = bounded(cachedInput)
            self.output = bounded(output)
        }
    }

    /// The rates of a call with a long prompt: they apply to all its tokens.
    public struct LongPrompt: Hashable, Sendable {
        /// The most tokens of a prompt that is not long.
        public var above: Int
        /// The rates beyond.
        public var rates: Rates

        /// Creates the rates of a long prompt.
        public init(above: Int, rates: Rates) {
            self.above = above
            self.rates = rates
        }
    }

    /// A thousandth of a dollar a token, in picodollars: no real price, and it keeps products from overflowing.
    static let maximumRate = 1_000_000_000
    /// The most tokens of a call that are priced, no real figure either.
    private static let maximumTokens = 1_000_000_000

    /// The rates of a usual prompt.
    public var rates: Rates
    /// The rates of a long one; nil where they are the same.
    public var longPrompt: LongPrompt?

    /// Creates a price.
    public init(_ rates: Rates, longPrompt: LongPrompt? = nil) {
        self.rates = rates
        self.longPrompt = longPrompt
    }

    /// What a call costs: counted in picodollars, and rounded once, to the nearest nanodollar.
    public func cost(of usage: TokenUsage) -> Money {
        func bounded(_ tokens: Int) -> Int { min(max(0, tokens), Self.maximumTokens) }
        let rates = self.rates(forInput: usage.inputTokens)
        let input = bounded(usage.inputTokens)
        let cached = min(bounded(usage.cachedInputTokens), input)
        let output = bounded(usage.outputTokens)
        let picodollars = (input - cached) * rates.input + cached * rates.cachedInput + output * rates.output
        return Money(nanodollars: (picodollars + 500) / 1000)
    }

    private func rates(forInput tokens: Int) -> Rates {
        guard let longPrompt, tokens > longPrompt.above else { return self.rates }
        return longPrompt.rates
    }
}
