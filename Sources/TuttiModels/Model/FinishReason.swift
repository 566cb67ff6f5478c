/// Why a model stopped.
public struct FinishReason: Hashable, Sendable, CustomStringConvertible {
    /// The word for it, in OpenAI's vocabulary where it has one.
    public let rawValue: String

    /// Creates a reason that has no name here.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// It had said everything, or met a stop text.
    public static let stop = FinishReason("stop")
    /// The limit of tokens, or the model's context, was reached: the text is cut.
    public static let length = FinishReason("length")
    /// It asks for tools to be called.
    public static let toolCalls = FinishReason("tool_calls")

    /// The word for it.
    public var description: String { self.rawValue }
}
