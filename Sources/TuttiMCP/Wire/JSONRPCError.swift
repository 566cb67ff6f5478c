public import TuttiJSON

/// The error of a JSON-RPC answer.
public struct JSONRPCError: Error, Hashable, Sendable {
    /// The number of the error, see the constants.
    public var code: Int
    /// What the other side says about it: untrusted text.
    public var message: String

    /// Creates an error.
    public init(code: Int, message: String) {
        self.code = code
        self.message = message
    }

    /// The request is not allowed now.
    public static let invalidRequest = -32600
    /// There is no such method.
    public static let methodNotFound = -32601
    /// The parameters are wrong; also an unknown tool.
    public static let invalidParameters = -32602
    /// Something failed on the other side.
    public static let internalError = -32603
    /// The request was cancelled.
    public static let requestCancelled = -32800

    /// The error as it is written in a message.
    public var json: JSONValue { ["code": .integer(self.code), "message": .string(self.message)] }
}
