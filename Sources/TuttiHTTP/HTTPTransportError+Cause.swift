internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import TuttiModels

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension HTTPTransportError {
    /// The class of an error of the client below; its text never holds a header's value.
    package init(_ cause: any Error) {
        switch cause {
        case let error as HTTPTransportError: self = error
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self.init(error)
        case let error as IOError: self.init(error)
        case let error as ChannelError: self.init(error)
        case HTTPParserError.invalidEOFState:
            self.init(.disconnected, "the connection ended before the response did.")
        case is HTTPParserError: self.init(.malformed, "the bytes are not HTTP.")
        // The types of the TLS library have nothing in common but their module, which is not ours to import.
        case _ where String(reflecting: type(of: cause)).hasPrefix("NIOSSL."):
            self.init(.insecure, "no secure connection: \(cause).")
        default: self.init(.other, "the connection failed: \(cause).")
        }
    }

    private init(_ error: HTTPClientError) {
        let text = "\(error.shortDescription)."
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            self.init(.connectTimeout, "no connection came about in time.")
        case .tlsHandshakeTimeout: self.init(.insecure, "no secure connection came about in time.")
        case .remoteConnectionClosed, .uncleanShutdown:
            self.init(.disconnected, "the connection ended before the response did.")
        case .readTimeout, .writeTimeout: self.init(.idle, text)
        case .deadlineExceeded: self.init(.timeout, text)
        case .invalidURL, .emptyHost, .emptyScheme, .invalidHTTPVersionConfiguration:
            self.init(.invalidRequest, text)
        default:
            let isRequest = ["Unsupported scheme", "Invalid header field names", "Invalid header field values"]
            self.init(isRequest.contains(error.shortDescription) ? .invalidRequest : .other, text)
        }
    }

    private init(_ error: NIOConnectionError) {
        let attempts = error.connectionErrors.map { HTTPTransportError($0.error) }
        if let refused = attempts.first(where: { $0.code == .refused }) ?? attempts.first {
            self = refused
        } else if error.dnsAError != nil || error.dnsAAAAError != nil {
            self.init(.unknownHost, "the name of the host is not known.")
        } else {
            self.init(.connectTimeout, "no connection came about in time.")
        }
    }

    private init(_ error: IOError) {
        switch error.errnoCode {
        case ECONNREFUSED: self.init(.refused, "nobody listens there (connection refused).")
        case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN: self.init(.disconnected, "the connection was reset.")
        case ETIMEDOUT: self.init(.connectTimeout, "no connection came about in time.")
        default: self.init(.other, "the connection failed: \(error.description).")
        }
    }

    private init(_ error: ChannelError) {
        switch error {
        case .connectTimeout: self.init(.connectTimeout, "no connection came about in time.")
        case .ioOnClosedChannel, .alreadyClosed, .eof, .inputClosed, .outputClosed:
            self.init(.disconnected, "the connection ended before the response did.")
        default: self.init(.other, "the connection failed: \(error).")
        }
    }
}
