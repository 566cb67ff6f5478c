import TuttiModels

/// Answers each request by what a closure says, and remembers the requests.
actor FakeTransport: HTTPTransport {
    private(set) var requests: [HTTPTransportRequest] = []
    private let answer: @Sendable (HTTPTransportRequest) async throws -> HTTPTransportResponse

    init(_ answer: @escaping @Sendable (HTTPTransportRequest) async throws -> HTTPTransportResponse) {
        self.answer = answer
    }

    /// Answers everything with one body, given in chunks.
    init(
        status: Int = 200, headers: HTTPHeaderList = ["content-type": "text/event-stream"], _ chunks: [String],
        error: HTTPTransportError? = nil
    ) {
        self.init { _ in
            .init(status: status, headers: headers, body: HTTPBody(chunks.map { Array($0.utf8) }, error: error))
        }
    }

    func send(_ request: HTTPTransportRequest) async throws -> HTTPTransportResponse {
        self.requests.append(request)
        return try await self.answer(request)
    }
}
