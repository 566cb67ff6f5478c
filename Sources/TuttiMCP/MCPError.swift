/// What went wrong between us and an MCP server, and what to do about it.
///
/// A cancelled task gets `CancellationError`, not this type: cancellation is an outcome, not a fault of the server.
public struct MCPError: Error, Hashable, Sendable {
    /// The kind of failure; more may be added, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Wrapped: String {
            case serverNotFound, couldNotStart, exited, closed, notConnected
            case initializeTimedOut, requestTimedOut, unsupportedVersion, protocolViolation, lineTooLong
            case requestRefused, toolError, unknownTool, cancelled, overloaded, invalidConfiguration
        }

        private let wrapped: Wrapped

        /// The program of the server does not exist.
        public static let serverNotFound = Self(wrapped: .serverNotFound)
        /// The program exists, but the system would not start it.
        public static let couldNotStart = Self(wrapped: .couldNotStart)
        /// The server ended, or closed its output, while we needed it.
        public static let exited = Self(wrapped: .exited)
        /// We closed the connection.
        public static let closed = Self(wrapped: .closed)
        /// A request was made before `connect` had succeeded.
        public static let notConnected = Self(wrapped: .notConnected)
        /// The server did not answer `initialize` in time.
        public static let initializeTimedOut = Self(wrapped: .initializeTimedOut)
        /// The server did not answer a request in time.
        public static let requestTimedOut = Self(wrapped: .requestTimedOut)
        /// The server speaks only protocol versions that we do not know.
        public static let unsupportedVersion = Self(wrapped: .unsupportedVersion)
        /// The server sent something that the protocol does not allow.
        public static let protocolViolation = Self(wrapped: .protocolViolation)
        /// The server sent a line above the limit.
        public static let lineTooLong = Self(wrapped: .lineTooLong)
        /// The server answered a request with a JSON-RPC error; see ``MCPError/rpcCode``.
        public static let requestRefused = Self(wrapped: .requestRefused)
        /// A tool ran and said that it failed.
        public static let toolError = Self(wrapped: .toolError)
        /// The server has no tool with this name.
        public static let unknownTool = Self(wrapped: .unknownTool)
        /// The server says that the request was cancelled, though we did not cancel it.
        public static let cancelled = Self(wrapped: .cancelled)
        /// More requests or bytes are under way than the limit allows.
        public static let overloaded = Self(wrapped: .overloaded)
        /// The configuration of the servers is wrong.
        public static let invalidConfiguration = Self(wrapped: .invalidConfiguration)

        /// The name of the code: bounded, and safe as the label of a metric.
        public var description: String { self.wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// The configured name of the server; nil when it is not known where the error arose.
    public var server: String?
    /// What was wrong and what to do, without the name of the server.
    public var message: String
    /// The code of the JSON-RPC error that the server answered with.
    public var rpcCode: Int?
    /// What the server wrote to its standard error last; empty when nothing is known.
    public var standardError: String

    /// Creates an error.
    public init(
        _ code: Code, server: String? = nil, _ message: String, rpcCode: Int? = nil, standardError: String = ""
    ) {
        self.code = code
        self.server = server
        self.message = message
        self.rpcCode = rpcCode
        self.standardError = standardError
    }
}

extension MCPError: CustomStringConvertible {
    /// The server, the message, and the last three lines of the server's standard error.
    public var description: String {
        let place = self.server.map { "MCP server \"\($0)\": " } ?? "MCP: "
        let lines = self.standardError.split(whereSeparator: \.isNewline).suffix(3)
        let tail = lines.isEmpty ? "" : "; its standard error ends with: \(lines.joined(separator: " | "))"
        return place + self.message + tail
    }
}

extension MCPError {
    /// The same error, with the name of the server where it had none.
    package func named(_ server: String) -> Self {
        var error = self
        error.server = error.server ?? server
        return error
    }
}
