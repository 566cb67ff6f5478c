import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiServer

/// The server on a port of its own, and clients that speak HTTP byte for byte.
@Suite(.timeLimit(.minutes(1))) struct EnsembleServerLiveTests {
    private static let question = #"{"model":"tutti/test","messages":[{"role":"user","content":"Q"}]}"#
    private static let streamed = #"{"model":"tutti/test","stream":true,"messages":[{"role":"user","content":"Q"}]}"#
    private static let quick = EnsembleScript(interval: .milliseconds(1), agent: .milliseconds(1))
    /// Says something, and would say the rest in a minute.
    private static let hanging = EnsembleScript(
        interval: .milliseconds(1), agent: .milliseconds(1), hangsAfter: 1)

    private struct Live: Sendable {
        var port: Int
        var server: EnsembleServer
        /// What came of the runs, in the order in which they ended.
        var statuses: AsyncStream<RunStatus>

        /// Sends one request and reads until the server hangs up.
        func exchange(_ head: String, _ body: String? = nil) async throws -> String {
            let client = try await RawClient(port: self.port)
            try await client.send(EnsembleServerLiveTests.request(head, body))
            return await client.read()
        }
    }

    private static func request(_ head: String, _ body: String? = nil, isLast: Bool = true) -> String {
        var lines = ["\(head) HTTP/1.1", "Host: 127.0.0.1:8734"]
        if isLast { lines.append("Connection: close") }
        if let body { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }

    private static func withServer(
        _ script: EnsembleScript, _ configuration: EnsembleServer.Configuration = .init(),
        _ body: @escaping @Sendable (Live) async throws -> Void
    ) async throws {
        var configuration = configuration
        configuration.port = 0
        let (statuses, newStatuses) = AsyncStream.makeStream(of: RunStatus.self)
        let (ports, newPorts) = AsyncStream.makeStream(of: Int.self)
        let ensemble = Ensemble(
            name: "tutti/test", deadline: .seconds(300),
            try script.orchestrator(ParallelExecutor(), SystemTime.shared)
        ) { newStatuses.yield($0.status) }
        let server = try EnsembleServer([ensemble], configuration) { Timestamp(secondsSince1970: 1_795_000_000) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { newPorts.finish() }
                try await server.run { newPorts.yield($0) }
            }
            for await port in ports.prefix(1) {
                try await body(Live(port: port, server: server, statuses: statuses))
            }
            server.stop()
            try await group.waitForAll()
        }
    }

    private static func bodyJSON(_ response: String) throws -> JSONValue {
        let parts = response.split(separator: "\r\n\r\n", maxSplits: 1)
        return try JSONValue(parsing: try #require(parts.last))
    }

    @Test func `models are listed and a question is answered`() async throws {
        try await Self.withServer(Self.quick) { live in
            let models = try await live.exchange("GET /v1/models")
            #expect(models.hasPrefix("HTTP/1.1 200 "))
            #expect(try Self.bodyJSON(models)["data"]?[0]?["id"] == "tutti/test")
            let answer = try await live.exchange("POST /v1/chat/completions", Self.question)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            let json = try Self.bodyJSON(answer)
            #expect(json["choices"]?[0]?["message"]?["content"] == "Take a walk.")
            #expect(json["choices"]?[0]?["finish_reason"] == "stop")
            let run = try #require(json["tutti"]?["run"]?.string)
            #expect(answer.lowercased().contains("x-request-id: \(run)\r\n"))
            #expect(answer.lowercased().contains("x-content-type-options: nosniff\r\n"))
            #expect(!answer.lowercased().contains("access-control-"))
        }
    }

    @Test func `an answer is streamed to its end`() async throws {
        try await Self.withServer(Self.quick) { live in
            let response = try await live.exchange("POST /v1/chat/completions", Self.streamed)
            #expect(response.hasPrefix("HTTP/1.1 200 "))
            #expect(response.lowercased().contains("content-type: text/event-stream\r\n"))
            let chunks = try response.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("data: {") }
                .map { try JSONValue(parsing: $0.dropFirst(6)) }
            let text = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
            #expect(text == "Take a walk.")
            #expect(response.contains("data: [DONE]\n\n"))
        }
    }

    @Test func `the other interfaces answer as well, whole and streamed`() async throws {
        try await Self.withServer(Self.quick) { live in
            let response = #"{"model":"tutti/test","input":"Q"}"#
            let whole = try Self.bodyJSON(try await live.exchange("POST /v1/responses", response))
            #expect(whole["output"]?[0]?["content"]?[0]?["text"] == "Take a walk.")
            let events = try await live.exchange(
                "POST /v1/responses", response.replacing("}", with: #","stream":true}"#))
            #expect(events.contains("event: response.created\ndata: {"))
            #expect(events.contains("event: response.completed\ndata: {"))
            let message = Self.question.replacing("{\"model", with: "{\"max_tokens\":2,\"model")
            let cut = try Self.bodyJSON(try await live.exchange("POST /v1/messages", message))
            #expect(cut["content"]?[0]?["text"] == "Take a w" && cut["stop_reason"] == "max_tokens")
            let pieces = try await live.exchange(
                "POST /v1/messages", message.replacing("{\"max_tokens", with: #"{"stream":true,"max_tokens"#))
            #expect(pieces.lowercased().contains("request-id: "))
            #expect(pieces.contains(#""stop_reason":"max_tokens""#) && pieces.contains("event: message_stop\n"))
        }
    }

    @Test func `errors have the form of the interface that was asked`() async throws {
        var configuration = EnsembleServer.Configuration()
        configuration.token = AccessToken(RequestGuardTests.token)
        let key = "X-API-Key: \(RequestGuardTests.token)\r\nX-Rest: "
        try await Self.withServer(Self.quick, configuration) { live in
            let rows: [(String, String?, String)] = [
                ("POST /v1/messages", Self.question, "authentication_error"),
                ("GET /v1/messages HTTP/1.1\r\n" + key, nil, "invalid_request_error"),
                ("POST /v1/messages HTTP/1.1\r\n" + key, Self.question, "invalid_request_error"),
                (
                    "POST /v1/messages HTTP/1.1\r\n" + key,
                    #"{"model":"x","max_tokens":1,"messages":"#
                        + #"[{"role":"user","content":"Q"}]}"#, "not_found_error"
                ),
                ("GET /nowhere HTTP/1.1\r\nAnthropic-Version: 2026-10-21\r\n" + key, nil, "not_found_error"),
            ]
            for (head, body, type) in rows {
                let json = try Self.bodyJSON(try await live.exchange(head, body))
                #expect(json["type"] == "error" && json["error"]?["type"]?.string == type, "\(head)")
            }
        }
    }

    @Test func `one connection serves one request after another`() async throws {
        try await Self.withServer(Self.quick) { live in
            let client = try await RawClient(port: live.port)
            for body in [Self.question, Self.streamed, Self.question] {
                try await client.send(Self.request("POST /v1/chat/completions", body, isLast: false))
            }
            try await client.send(Self.request("GET /healthz"))
            let responses = await client.read()
            #expect(responses.components(of: "HTTP/1.1 200 ") == 4)
            #expect(responses.components(of: "Take ") == 3)
            #expect(responses.components(of: #""status":"ok""#) == 1)
            #expect(!responses.lowercased().contains("connection: close"))
        }
    }

    @Test func `a request with a key is asked once`() async throws {
        try await Self.withServer(Self.quick) { live in
            let head = "POST /v1/chat/completions HTTP/1.1\r\nIdempotency-Key: once\r\nX-Rest: "
            let answers = [
                try await live.exchange(head, Self.question), try await live.exchange(head, Self.question),
            ].map { try? Self.bodyJSON($0) }
            #expect(answers[0]?["choices"]?[0]?["message"]?["content"] == "Take a walk.")
            #expect(answers[0] == answers[1])
            #expect(try await live.exchange(head, Self.streamed).hasPrefix("HTTP/1.1 422 "))
            let wrong = "POST /v1/chat/completions HTTP/1.1\r\nIdempotency-Key: a b\r\nX-Rest: "
            #expect(try await live.exchange(wrong, Self.question).hasPrefix("HTTP/1.1 400 "))
            let runs = try Self.bodyJSON(try await live.exchange("GET /v1/runs"))
            #expect(runs["data"]?.array?.count == 1)
        }
    }

    @Test(arguments: [question, streamed]) func `a client that hangs up ends its run`(body: String) async throws {
        try await Self.withServer(Self.hanging) { live in
            let client = try await RawClient(port: live.port)
            try await client.send(Self.request("POST /v1/chat/completions", body))
            if body == Self.streamed { _ = await client.read(until: "Take ") }
            // The run is there before its client has gone.
            var list = ""
            while !list.contains(#""running""#) { list = try await live.exchange("GET /v1/runs") }
            try await client.close()
            for await status in live.statuses.prefix(1) { #expect(status != .complete) }
        }
    }

    @Test func `a run is begun, followed from anywhere, shown, and ended`() async throws {
        try await Self.withServer(Self.hanging) { live in
            let created = try await live.exchange("POST /v1/runs", #"{"input":"Q"}"#)
            #expect(created.hasPrefix("HTTP/1.1 202 "))
            let id = try #require(try Self.bodyJSON(created)["id"]?.string)
            #expect(created.lowercased().contains("location: /v1/runs/\(id)\r\n"))
            let reader = try await RawClient(port: live.port)
            try await reader.send(Self.request("GET /v1/runs/\(id)/events"))
            _ = await reader.read(until: "event: agentSucceeded")
            let shown = try await live.exchange("GET /v1/runs/\(id)")
            #expect(try Self.bodyJSON(shown)["status"] == "running")
            #expect(try await live.exchange("DELETE /v1/runs/\(id)").hasPrefix("HTTP/1.1 200 "))
            let events = await reader.read()
            #expect(events.contains("id: 1\nevent: runStarted\ndata: {"))
            #expect(events.contains("event: runFinished\n"))
            let rest = try await live.exchange("GET /v1/runs/\(id)/events HTTP/1.1\r\nLast-Event-ID: 3\r\nX-Rest: ")
            #expect(!rest.contains("id: 3\n") && rest.contains("id: 4\n"), "\(rest)")
            for await status in live.statuses.prefix(1) { #expect(status == .partial) }
            #expect(try Self.bodyJSON(try await live.exchange("GET /v1/runs/\(id)"))["report"]?["status"] == "partial")
        }
    }

    @Test func `what is wrong has its status also on the wire`() async throws {
        var configuration = EnsembleServer.Configuration()
        configuration.token = AccessToken(RequestGuardTests.token)
        let long = String(repeating: " ", count: 1 << 20) + Self.question
        try await Self.withServer(Self.quick, configuration) { live in
            let authorization = "Authorization: Bearer \(RequestGuardTests.token)\r\nX-Rest: "
            let post = "POST /v1/chat/completions HTTP/1.1\r\n"
            let rows: [(String, String?, Int)] = [
                ("GET /healthz", nil, 200), ("GET /readyz", nil, 200), ("GET /v1/models", nil, 401),
                ("GET /v1/models?token=\(RequestGuardTests.token)", nil, 400),
                ("GET /v1/models HTTP/1.1\r\n" + authorization, nil, 200),
                ("GET /v1/nowhere HTTP/1.1\r\n" + authorization, nil, 404),
                ("GET /v1/runs/0123456789abcdef HTTP/1.1\r\n" + authorization, nil, 404),
                ("GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX-Rest: ", nil, 400),
                ("PUT /v1/models HTTP/1.1\r\n" + authorization, nil, 405),
                (post + "Origin: https://evil.example\r\n" + authorization, Self.question, 403),
                (post + authorization, "{", 400), (post + authorization, #"{"model":"m"}"#, 400),
                (post + authorization, Self.question.replacing("tutti/test", with: "gpt"), 404),
                (post + "X-Deadline-Ms: soon\r\n" + authorization, Self.question, 400),
                (post + authorization, long, 413), (post + authorization, Self.question, 200),
            ]
            for (head, body, status) in rows {
                let response = try await live.exchange(head, body)
                #expect(response.hasPrefix("HTTP/1.1 \(status) "), "\(head): \(response.prefix(40))")
            }
        }
    }

    @Test func `two lengths, or a head without end, are no request`() async throws {
        try await Self.withServer(Self.quick) { live in
            let head = "POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            for rest in [
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ",
                "X: \(String(repeating: "x", count: 70_000))\r\n\r\n",
                String(repeating: "X: y\r\n", count: 200) + "\r\n",
            ] {
                let client = try await RawClient(port: live.port)
                try await client.send(head + rest)
                let response = await client.read()
                #expect(response.hasPrefix("HTTP/1.1 400 "), "\(rest.prefix(40)): \(response.prefix(40))")
                #expect(!response.contains("200 OK"))
            }
        }
    }

    @Test func `a server that stops finishes what is running`() async throws {
        try await Self.withServer(EnsembleScript(interval: .milliseconds(50), agent: .milliseconds(1))) { live in
            let client = try await RawClient(port: live.port)
            try await client.send(Self.request("POST /v1/chat/completions", Self.streamed))
            _ = await client.read(until: "Take ")
            live.server.stop()
            #expect(await client.read().contains("data: [DONE]\n\n"))
        }
    }

    @Test func `at the drain limit a run ends with what is there`() async throws {
        var configuration = EnsembleServer.Configuration()
        configuration.drainLimit = .milliseconds(1_050)
        try await Self.withServer(Self.hanging, configuration) { live in
            let client = try await RawClient(port: live.port)
            try await client.send(Self.request("POST /v1/chat/completions", Self.streamed))
            _ = await client.read(until: "Take ")
            live.server.stop()
            let response = await client.read()
            #expect(response.contains(#""finish_reason":"length""#) && response.contains("data: [DONE]\n\n"))
        }
    }

    @Test(arguments: ["0.0.0.0", "::", "192.168.0.7", "example.com"])
    func `others are not served without a token`(host: String) {
        var configuration = EnsembleServer.Configuration()
        configuration.host = host
        let ensemble = Ensemble(name: "x", deadline: nil) { _, _ in throw CancellationError() }
        #expect(throws: ServerError.unprotected(host: host)) {
            try EnsembleServer([ensemble], configuration) { Timestamp(secondsSince1970: 0) }
        }
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int { self.ranges(of: text).count }
}
