import Testing
import TuttiAgents
import TuttiCore
import TuttiServer

/// The page and the stream of all runs on a port.
@Suite(.timeLimit(.minutes(1))) struct LivePageLiveTests {
    private static func withServer(_ body: @escaping @Sendable (EnsembleServer, Int) async throws -> Void) async throws
    {
        var configuration = EnsembleServer.Configuration()
        configuration.port = 0
        configuration.token = AccessToken(RequestGuardTests.token)
        let script = EnsembleScript(interval: .milliseconds(1), agent: .milliseconds(1))
        let ensemble = Ensemble(
            name: "tutti/test", deadline: .seconds(60),
            try script.orchestrator(ParallelExecutor(), SystemTime.shared))
        let server = try EnsembleServer([ensemble], configuration) { Timestamp(secondsSince1970: 1_795_000_000) }
        let (ports, newPorts) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { newPorts.finish() }
                try await server.run { newPorts.yield($0) }
            }
            for await port in ports.prefix(1) { try await body(server, port) }
            server.stop()
            try await group.waitForAll()
        }
    }

    private static func request(_ head: String, _ fields: [String] = [], _ body: String = "") -> String {
        let authorization = "Authorization: Bearer \(RequestGuardTests.token)"
        let length = body.isEmpty ? [] : ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
        let lines = ["\(head) HTTP/1.1", "Host: 127.0.0.1", authorization] + fields + length
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private static func exchange(_ port: Int, _ request: String) async throws -> String {
        let client = try await RawClient(port: port)
        try await client.send(request)
        return await client.read()
    }

    @Test func `files have their policy, and are sent once to who keeps them`() async throws {
        try await Self.withServer { _, port in
            for file in PageFile.all {
                let open = "GET \(file.path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                let response = try await Self.exchange(port, open + "\r\n")
                let head = String(response.prefix(1_000)).lowercased()
                #expect(response.hasPrefix("HTTP/1.1 200 "), "\(file.path)")
                #expect(response.hasSuffix(String(decoding: file.bytes, as: UTF8.self)), "\(file.path)")
                for field in [
                    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; "
                        + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
                        + "frame-ancestors 'none'\r\n",
                    "x-content-type-options: nosniff\r\n", "referrer-policy: no-referrer\r\n",
                    "cross-origin-opener-policy: same-origin\r\n", "cross-origin-resource-policy: same-origin\r\n",
                    "cache-control: no-cache\r\n", "content-type: \(file.contentType)\r\n",
                ] { #expect(head.contains(field), "\(file.path) without \(field)") }
                let again = try await Self.exchange(port, open + "If-None-Match: \"x\", W/\(file.tag)\r\n\r\n")
                #expect(again.hasPrefix("HTTP/1.1 304 ") && again.hasSuffix("\r\n\r\n"), "\(file.path)")
            }
        }
    }

    @Test func `all runs are told in one stream, which ends with the server and is gone on with`() async throws {
        try await Self.withServer { server, port in
            let reader = try await RawClient(port: port)
            try await reader.send(Self.request("GET /v1/events"))
            _ = await reader.read(until: "event: ready\n")
            for question in ["Q", "R"] {
                let body = #"{"input":"\#(question)"}"#
                let created = try await Self.exchange(port, Self.request("POST /v1/runs", ["Connection: close"], body))
                #expect(created.hasPrefix("HTTP/1.1 202 "))
            }
            _ = await reader.read(until: #""input":"R","created_ms":1795000000000,"wall_ms""#)
            let usage = try await Self.exchange(port, Self.request("GET /v1/usage", ["Connection: close"]))
            #expect(usage.contains(#""day":"2026-11-18","since_ms":1795000000000,"runs":2"#))
            let shown = try await Self.exchange(port, Self.request("GET /v1/runs", ["Connection: close"]))
            #expect(shown.contains(#""wall_ms":"#))
            server.stop()
            let all = await reader.read()
            #expect(all.lowercased().contains("content-type: text/event-stream\r\n"))
            #expect(all.components(of: "event: runBegan\n") == 2 && all.components(of: "event: runEnded\n") == 2)
            #expect(all.components(of: "event: runFinished\n") == 2)
        }
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { self.ranges(of: text).count }
}
