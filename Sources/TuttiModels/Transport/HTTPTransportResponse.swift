/// The head of a response, and its body still to be pulled.
public struct HTTPTransportResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The header fields.
    public var headers: HTTPHeaderList
    /// The body; dropping it closes the connection.
    public var body: HTTPBody
    /// The wall-clock time of arrival in seconds since 1970, for `retry-after` dates without a `date` beside them.
    public var receivedAt: Double?

    /// Creates a response.
    public init(status: Int, headers: HTTPHeaderList, body: HTTPBody, receivedAt: Double? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
    }
}
