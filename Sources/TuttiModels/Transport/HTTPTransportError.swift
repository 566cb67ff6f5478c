/// Why a request got no response, or not the whole of it.
public struct HTTPTransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The class of the failure.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Nobody listens at that address.
        case refused
        /// The name of the host is not known.
        case unknownHost
        /// No secure connection came about: certificate, name or protocol.
        case insecure
        /// The connection could not be made in time.
        case connectTimeout
        /// The connection broke, or ended before the response did.
        case disconnected
        /// Nothing came for longer than the request allows.
        case idle
        /// The time of the whole request was over.
        case timeout
        /// The address or a header cannot be sent.
        case invalidRequest
        /// The bytes are not HTTP.
        case malformed
        /// The transport has been shut down, or failed in a way not listed here.
        case other
    }

    /// The class of the failure.
    public var code: Code
    /// What happened, for a person; never with a header's value in it.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { self.message }

    /// Whether the request may have reached the server all the same.
    package var mayHaveArrived: Bool {
        switch self.code {
        case .refused, .unknownHost, .insecure, .connectTimeout, .invalidRequest: false
        case .disconnected, .idle, .timeout, .malformed, .other: true
        }
    }
}
