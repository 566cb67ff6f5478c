/// Why a model gave no, or no whole, answer.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What had arrived when it went wrong: it is shown if nothing better is there, and it is billed.
    public struct Partial: Hashable, Sendable {
        /// The text so far.
        public var text: String
        /// The tokens so far, estimated unless the answer had ended.
        public var usage: TokenUsage
        /// Why the model said that it stopped, if it had said so.
        public var finishReason: FinishReason?

        /// Creates what had arrived.
        public init(text: String, usage: TokenUsage, finishReason: FinishReason? = nil) {
            self.text = text
            self.usage = usage
            self.finishReason = finishReason
        }
    }

    /// The class of the failure, which decides what may be done about it.
    public var code: Code
    /// What went wrong and what to do, for a person; never with a key in it.
    public var message: String
    /// The provider, as in `--model`: `openai`, `anthropic`, `local`.
    public var provider: String?
    /// The model that was asked for.
    public var model: String?
    /// The HTTP status, if there was one.
    public var status: Int?
    /// The least time to wait before another try, if the provider named one.
    public var retryAfter: Duration?
    /// Whether another try of the same call can help; the code decides it, and the provider can only forbid it.
    public var isRetryable: Bool
    /// What had arrived; nil when the call never reached the provider.
    public var partial: Partial?

    /// Creates an error.
    public init(
        _ code: Code, _ message: String, status: Int? = nil, retryAfter: Duration? = nil, partial: Partial? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
        self.isRetryable = code.isTransient
        self.partial = partial
    }

    /// The message.
    public var description: String { self.message }

    /// The code alone: bounded, and safe as the label of a metric.
    public var shortDescription: String { self.code.description }
}
