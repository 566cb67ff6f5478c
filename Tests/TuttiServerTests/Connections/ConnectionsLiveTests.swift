import Testing
import TuttiServer

/// Clients that take their time, on real sockets.
@Suite(.timeLimit(.minutes(1))) struct ConnectionsLiveTests {
    private static let script = EnsembleScript(interval: .milliseconds(1), agent: .milliseconds(1))
    private static let head = "POST /v1/runs HTTP/1.1\r\nHost: localhost\r\n"
    private static let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"

    private static func configuration(_ maximum: Int) -> EnsembleServer.Configuration {
        var configuration = EnsembleServer.Configuration()
        configuration.connections.patience = .milliseconds(400)
        configuration.connections.maximum = maximum
        return configuration
    }

    /// Sends a text again and again until the server hangs up.
    private static func drip(_ start: String, _ piece: String, to live: LiveServer) async throws -> String {
        let client = try await RawClient(port: live.port)
        try await client.send(start)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { await client.read() }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: .milliseconds(50))
                    do { try await client.send(piece) } catch { break }
                }
                return nil
            }
            for try await response in group {
                guard let response else { continue }
                group.cancelAll()
                return response
            }
            return ""
        }
    }

    @Test func `who sends nothing, or byte for byte, is hung up on`() async throws {
        try await LiveServer.withServer(Self.script, Self.configuration(64)) { live in
            async let nothing = live.exchange([])
            async let head = Self.drip("GET /", "x", to: live)
            async let field = Self.drip(Self.head, "X: y\r\n", to: live)
            async let body = Self.drip(
                Self.head + "Content-Type: application/json\r\nContent-Length: 999\r\n\r\n", " ", to: live)
            async let idle = live.exchange(Array((Self.health + "\r\n").utf8))
            let responses = try await [nothing, head, field, body, idle]
            #expect(responses[0...2] == ["", "", ""])
            #expect(!responses[3].contains(" 20"))
            #expect(responses[4].hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `who asks gets an answer among any number that send nothing`() async throws {
        var configuration = Self.configuration(16)
        // Only the number of connections counts here.
        configuration.connections.patience = .seconds(60)
        try await LiveServer.withServer(Self.script, configuration) { live in
            var idle: [RawClient] = []
            for _ in 0..<40 {
                idle.append(try await RawClient(port: live.port))
                let answer = try await live.exchange(Array((Self.health + "Connection: close\r\n\r\n").utf8))
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
            // Those that came first have gone.
            #expect(await idle[0].read() == "")
            #expect(await idle[20].read() == "")
        }
    }
}
