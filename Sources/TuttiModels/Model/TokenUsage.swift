/// What a call cost in tokens.
public struct TokenUsage: Hashable, Sendable {
    /// Tokens read, those from a cache included.
    public var inputTokens: Int
    /// Tokens written.
    public var outputTokens: Int
    /// Those of the tokens read that came from the provider's cache.
    public var cachedInputTokens: Int
    /// Whether the figures are our guess, because the provider gave none.
    public var isEstimated: Bool

    /// No call has so many, and the sums of all calls that are kept stay far from what an integer holds.
    private static let maximumTokens = 10_000_000_000

    /// Creates figures, which come from servers: negative ones count as 0, absurd ones as ten thousand million, and no more
    /// comes from a cache than was read.
    public init(inputTokens: Int, outputTokens: Int, cachedInputTokens: Int = 0, isEstimated: Bool = false) {
        self.inputTokens = min(max(0, inputTokens), Self.maximumTokens)
        self.outputTokens = min(max(0, outputTokens), Self.maximumTokens)
        self.cachedInputTokens = min(max(0, cachedInputTokens), self.inputTokens)
        self.isEstimated = isEstimated
    }

    /// No tokens.
    public static let zero = TokenUsage(inputTokens: 0, outputTokens: 0)

    /// How many bytes of text are guessed to be a token.
    package static let bytesPerToken = 4

    /// A guess for text of so many bytes: one token for each four bytes begun.
    ///
    /// English runs at about four bytes a token; other scripts at two to three, so for them the guess is low.
    public static func estimatedTokens(bytes: Int) -> Int {
        (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
    }

    /// A guess for a call of which the provider told nothing: a stream that was cut sends no figures, yet is billed.
    public static func estimate(for request: ModelRequest, output bytes: Int) -> TokenUsage {
        // Four tokens a message stand for the role and the marks around it.
        let input = request.messages.reduce(0) { $0 + 4 + Self.estimatedTokens(bytes: $1.text.utf8.count) }
        return TokenUsage(
            inputTokens: input, outputTokens: Self.estimatedTokens(bytes: bytes), isEstimated: true)
    }

    /// What a call has used that was cut, of which this is the guess: figures that the provider gave before are topped up
    /// to what the text must have cost.
    ///
    /// Hidden tokens of a model's reasoning are in the figures, not in the guess: of such a call it is the least.
    package func knowing(_ told: TokenUsage?) -> TokenUsage {
        guard let told else { return self }
        return TokenUsage(
            inputTokens: told.inputTokens, outputTokens: max(self.outputTokens, told.outputTokens),
            cachedInputTokens: told.cachedInputTokens, isEstimated: true)
    }
}
