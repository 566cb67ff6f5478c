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

    /// What is known of the tokens at the end, if it is not what the provider said last: a guess for what it left out.
    package var missingUsage: TokenUsage? {
        let estimate = TokenUsage.estimate(for: self.request, output: self.text.utf8.count)
        guard var usage = self.usage else { return estimate }
        guard usage.inputTokens == 0, estimate.inputTokens > 0 else { return nil }
        usage.inputTokens = estimate.inputTokens
        usage.isEstimated = true
        return usage
    }

    /// What an error hands on: figures that were given before the end are topped up to what the text must have cost.
    package func partial(finishReason: FinishReason?) -> ModelError.Partial {
        let estimate = TokenUsage.estimate(for: self.request, output: self.text.utf8.count)
        return .init(text: self.text, usage: estimate.knowing(self.usage), finishReason: finishReason)
    }
}
