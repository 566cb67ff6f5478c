/// A piece of a model's answer.
public enum ModelStreamEvent: Hashable, Sendable {
    /// The next piece of text, never empty.
    case text(String)
    /// The tokens so far; a later one replaces an earlier one, and the last comes just before ``finished(_:)``.
    case usage(TokenUsage)
    /// The answer is complete; nothing follows.
    case finished(FinishReason)
}
