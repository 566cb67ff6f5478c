/// A request as a transport sends it.
public struct HTTPTransportRequest: Sendable, CustomStringConvertible {
    /// The verb: `GET` or `POST`.
    public var method: String
    /// The whole address, with `http` or `https`.
    public var url: String
    /// The header fields; they may hold a key, so they are not part of ``description``.
    public var headers: HTTPHeaderList
    /// The body, nil for none.
    public var body: [UInt8]?
    /// The longest time from now to the last byte of the response; nil leaves it to the transport's own maximum.
    public var timeout: Duration?
    /// The longest time that the reader waits for the head or for the next byte; nil leaves it to the transport.
    public var idleTimeout: Duration?

    /// Creates a request.
    public init(
        method: String, url: String, headers: HTTPHeaderList = [:], body: [UInt8]? = nil, timeout: Duration? = nil,
        idleTimeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.idleTimeout = idleTimeout
    }

    /// The verb and the address.
    public var description: String { "\(self.method) \(self.url)" }
}
