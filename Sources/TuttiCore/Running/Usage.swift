/// What the attempts of an agent have used.
public struct Usage: Hashable, Sendable {
    /// Tokens that models have read.
    public var inputTokens = 0
    /// Tokens that models have written.
    public var outputTokens = 0
    /// Money, in US dollars.
    public var costUSD = 0.0

    /// Creates a usage; zero by default.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, costUSD: Double = 0) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.costUSD = costUSD
    }

    /// The sum.
    public static func + (lhs: Usage, rhs: Usage) -> Usage {
        Usage(
            inputTokens: Self.sum(lhs.inputTokens, rhs.inputTokens),
            outputTokens: Self.sum(lhs.outputTokens, rhs.outputTokens), costUSD: lhs.costUSD + rhs.costUSD)
    }

    /// The sum, or the most that can be counted: the numbers come from servers.
    private static func sum(_ a: Int, _ b: Int) -> Int {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        return isTooLarge ? (a > 0 ? .max : .min) : sum
    }

    /// The tokens in all.
    package var totalTokens: Int { Self.sum(self.inputTokens, self.outputTokens) }

    /// Adds another usage.
    public static func += (lhs: inout Usage, rhs: Usage) { lhs = lhs + rhs }

    /// What is left when some of it is taken away.
    package func beyond(_ part: Usage) -> Usage {
        Usage(
            inputTokens: self.inputTokens - part.inputTokens, outputTokens: self.outputTokens - part.outputTokens,
            costUSD: self.costUSD - part.costUSD)
    }
}
