/// A whole answer of a model.
public struct ModelResponse: Hashable, Sendable {
    /// What the model said.
    public var text: String
    /// What it cost in tokens.
    public var usage: TokenUsage
    /// Why it stopped.
    public var finishReason: FinishReason

    /// Creates an answer.
    public init(text: String, usage: TokenUsage, finishReason: FinishReason) {
        self.text = text
        self.usage = usage
        self.finishReason = finishReason
    }

    /// Whether a limit cut the answer before the model had said everything.
    public var isCut: Bool { self.finishReason == .length }
}
