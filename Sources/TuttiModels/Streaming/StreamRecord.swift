/// What has come of an answer: kept so that an error can hand it on, and so that the tokens are never lost.
package struct StreamRecord: Hashable, Sendable {
    /// Bounds the memory of one answer, in bytes of text; the longest outputs of models are below a tenth of it.
    package static let maximumText = 16 << 20

    private let request: ModelRequest
    private var text = ""
    private var usage: TokenUsage?

    package init(_ request: ModelRequest) { self.request = request }

    /// Notes what was decoded; false when the answer outgrows ``maximumText``.
    package mutating func note(_ event: ModelStreamEvent) -> Bool {
        switch event {
        case .text(let piece): self.text += piece
        case .usage(let usage): self.usage = usage
        case .finished: break
        }
        return self.text.utf8.count <= Self.maximumText
    }

    /// The provider's figures, or a guess when it gave none.
    package var finalUsage: TokenUsage { self.usage ?? .estimate(for: self.request, output: self.text.utf8.count) }

    /// Whether the provider gave figures.
    package var hasUsage: Bool { self.usage != nil }

    /// What an error hands on: figures that were given before the end are topped up to what the text must have cost.
    package func partial(finishReason: FinishReason?) -> ModelError.Partial {
        var usage = TokenUsage.estimate(for: self.request, output: self.text.utf8.count)
        if let given = self.usage {
            usage.inputTokens = given.inputTokens
            usage.cachedInputTokens = given.cachedInputTokens
            usage.outputTokens = max(usage.outputTokens, given.outputTokens)
        }
        return .init(text: self.text, usage: usage, finishReason: finishReason)
    }
}
