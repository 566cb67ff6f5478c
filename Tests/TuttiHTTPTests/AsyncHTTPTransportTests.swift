import Testing
import TuttiHTTP
import TuttiModels

@Suite(.timeLimit(.minutes(2))) struct AsyncHTTPTransportTests {
    private static let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
    private static let chunked = Self.head + "transfer-encoding: chunked\r\n\r\n"

    private static func get(
        _ url: String, timeout: Duration? = nil, idleTimeout: Duration? = nil
    ) -> HTTPTransportRequest {
        HTTPTransportRequest(method: "GET", url: url, timeout: timeout, idleTimeout: idleTimeout)
    }

    /// What the body gave until it ended or failed.
    private static func read(_ response: HTTPTransportResponse) async throws -> (
        text: String, error: HTTPTransportError?
    ) {
        var bytes: [UInt8] = []
        do {
            for try await chunk in response.body { bytes += chunk }
        } catch let error as HTTPTransportError {
            return (String(decoding: bytes, as: UTF8.self), error)
        }
        return (String(decoding: bytes, as: UTF8.self), nil)
    }

    private static func failure(_ request: HTTPTransportRequest) async -> HTTPTransportError? {
        await #expect(throws: HTTPTransportError.self) { try await AsyncHTTPTransport().send(request) }
    }

    @Test func `a request goes out as given and its response comes back`() async throws {
        let server = try await LoopbackServer(.send(Self.chunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"))
        let transport = AsyncHTTPTransport()
        let response = try await transport.send(
            HTTPTransportRequest(method: "POST", url: server.url + "/v1/x?y=1", headers: ["X-Key": "k"], body: [0x7B]))
        #expect(response.status == 200)
        #expect(response.headers["Content-Type"] == "text/event-stream")
        #expect(response.receivedAt ?? 0 > 1.7e9)
        let (text, error) = try await Self.read(response)
        #expect(text == "hello world" && error == nil)
        let request = try #require(await server.requests.first { _ in true })
        #expect(request.hasPrefix("POST /v1/x?y=1 HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("x-key: k\r\n") && request.lowercased().contains("connection: close\r\n"))
        try await server.stop()
        await transport.shutdown()
    }

    @Test func `bytes arrive while the server still holds the rest`() async throws {
        let server = try await LoopbackServer(.send(Self.chunked + "5\r\nhello\r\n"))
        let transport = AsyncHTTPTransport()
        var body = try await transport.send(Self.get(server.url)).body
        #expect(try await body.next() == Array("hello".utf8))
        try await server.stop()
        await transport.shutdown()
    }

    @Test(arguments: [
        LoopbackServer.Step.send(Self.head + "content-length: 100\r\n\r\nhello"),
        .send(Self.chunked + "5\r\nhello\r\n"), .send(Self.chunked + "9\r\nhello"),
    ])
    func `a body that is cut gives what had come, then the break`(step: LoopbackServer.Step) async throws {
        let server = try await LoopbackServer(step, .close)
        // Nobody holds the transport but the response that is being read.
        let (text, error) = try await Self.read(AsyncHTTPTransport().send(Self.get(server.url)))
        #expect(text == "hello")
        #expect(error?.code == .disconnected)
        try await server.stop()
    }

    @Test(arguments: [LoopbackServer.Step.close, .reset])
    func `a connection that ends before the head is a disconnection`(step: LoopbackServer.Step) async throws {
        let server = try await LoopbackServer(step)
        #expect(await Self.failure(Self.get(server.url))?.code == .disconnected)
        try await server.stop()
    }

    @Test func `what is not HTTP is malformed`() async throws {
        let server = try await LoopbackServer(.send("220 mail.example ESMTP\r\n"))
        #expect(await Self.failure(Self.get(server.url))?.code == .malformed)
        try await server.stop()
    }

    @Test func `a server without TLS is insecure for https`() async throws {
        let server = try await LoopbackServer(.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .close)
        #expect(await Self.failure(Self.get("https://127.0.0.1:\(server.port)"))?.code == .insecure)
        try await server.stop()
    }

    /// The failure of the whole exchange: on a busy machine even the head may come too late, with the same result.
    private static func outcome(_ request: HTTPTransportRequest) async throws -> HTTPTransportError? {
        do {
            return try await Self.read(AsyncHTTPTransport().send(request)).error
        } catch let error as HTTPTransportError {
            return error
        }
    }

    @Test func `silence before the head and silence in the body close the socket after the idle time`() async throws {
        for script in [[LoopbackServer.Step](), [.send(Self.chunked + "5\r\nhello\r\n")]] {
            let server = try await LoopbackServer(script)
            #expect(try await Self.outcome(Self.get(server.url, idleTimeout: .milliseconds(300)))?.code == .idle)
            for await _ in server.hangUps { break }
            try await server.stop()
        }
    }

    @Test func `a body that drips for ever is over after the whole time`() async throws {
        let server = try await LoopbackServer(.send(Self.chunked), .drip("1\r\nx\r\n", every: .milliseconds(5)))
        let request = Self.get(server.url, timeout: .milliseconds(300), idleTimeout: .seconds(60))
        #expect(try await Self.outcome(request)?.code == .timeout)
        for await _ in server.hangUps { break }
        try await server.stop()
    }

    @Test func `cancelling before the head and in the body closes the socket`() async throws {
        for script in [[LoopbackServer.Step](), [.send(Self.chunked + "5\r\nhello\r\n")]] {
            let server = try await LoopbackServer(script)
            let transport = AsyncHTTPTransport()
            // Cancelled below.
            let reader = Task { try await Self.read(transport.send(Self.get(server.url))) }
            for await _ in server.requests { break }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
            for await _ in server.hangUps { break }
            try await server.stop()
        }
    }

    @Test func `dropping the body closes the socket`() async throws {
        let server = try await LoopbackServer(.send(Self.chunked + "5\r\nhello\r\n"))
        let transport = AsyncHTTPTransport()
        _ = try await transport.send(Self.get(server.url)).status
        for await _ in server.hangUps { break }
        try await server.stop()
    }

    @Test func `a reader that is slow holds the server back and loses nothing`() async throws {
        let piece = String(repeating: "x", count: 1 << 16)
        let length = 64 * piece.utf8.count
        let server = try await LoopbackServer(
            .send(Self.head + "content-length: \(length)\r\n\r\n" + String(repeating: piece, count: 64)))
        let transport = AsyncHTTPTransport()
        var body = try await transport.send(Self.get(server.url)).body
        var count = 0
        while let chunk = try await body.next() {
            count += chunk.count
            await Task.yield()
        }
        #expect(count == length)
        try await server.stop()
    }

    @Test func `after the shutdown a request fails, and a second shutdown is none`() async throws {
        let server = try await LoopbackServer(.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"))
        let transport = AsyncHTTPTransport()
        await transport.shutdown()
        await transport.shutdown()
        await #expect(throws: HTTPTransportError.self) { try await transport.send(Self.get(server.url)) }
        try await server.stop()
    }
}
