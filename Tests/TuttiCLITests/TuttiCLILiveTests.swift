import Foundation
import Testing
import TuttiJSON
import TuttiProcesses

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The whole program against real servers.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TuttiCLILiveTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let openAI = Self.variables["TUTTI_LIVE_OPENAI_URL"]
    private static let llmock = Self.variables["TUTTI_LIVE_LLMOCK_URL"]
    private static let cadence = Self.variables["TUTTI_LIVE_PARTS"].map { $0 + "/cadence/bin/cadence" }
        .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

    private static let question = "I'm overwhelmed with my tasks"

    // MARK: A model that answers

    @Test(.enabled(if: openAI != nil, "TUTTI_LIVE_OPENAI_URL is not set (http://127.0.0.1:PORT/v1 of a llama.cpp)"))
    func `an answer of a model comes in pieces`() async throws {
        let result = try await CommandLineProgram().run(
            "ask", Self.question, "--model", "openai:any", "--deadline", "90s", "--events",
            environment: ["OPENAI_BASE_URL": try #require(Self.openAI), "OPENAI_API_KEY": "x"])
        let events = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(events.count { $0["event"] == "answerDelta" } > 1)
        #expect(events.compactMap { $0["seq"]?.integer } == Array(1...max(events.count, 1)))
        #expect(events.last?["event"] == "runFinished")
        #expect(result.code == 0 || result.code == 3)
    }

    @Test(.enabled(if: openAI != nil, "TUTTI_LIVE_OPENAI_URL is not set (http://127.0.0.1:PORT/v1 of a llama.cpp)"))
    func `an interrupted answer is 130 and frees the slot of the server`() async throws {
        let address = try #require(Self.openAI)
        let result = try await CommandLineProgram().shell(
            #"""
            "$TUTTI" ask "$1" --model openai:any --deadline 90s --events >"$errors.out" & pid=$!
            until grep -q answerDelta "$errors.out"; do sleep 0.02; done
            kill -INT $pid
            wait $pid
            """#, [Self.question], environment: ["OPENAI_BASE_URL": address, "OPENAI_API_KEY": "x"])
        #expect(result.code == 130)
        // The server's own view is asked as often as it answers; it looks for a lost client between two tokens.
        var isBusy = true
        for _ in 0..<100 where isBusy {
            isBusy = try await self.send("GET", address.replacing("/v1", with: "") + "/slots")
                .contains(#""is_processing":true"#)
        }
        #expect(!isBusy)
    }

    // MARK: A model that fails

    @Test(
        .enabled(if: llmock != nil, "TUTTI_LIVE_LLMOCK_URL is not set (http://127.0.0.1:PORT of an llmock)"),
        arguments: [
            ("refused", #""type":"fail","status":401,"times":null"#),
            ("limited", #""type":"fail","status":429,"retry_after":0.1,"times":null"#),
            ("broken", #""type":"fail","status":500,"times":null"#),
            ("cut", #""type":"stream_fault","kind":"disconnect","after_chunks":2,"times":null"#),
            ("truncated", #""type":"stream_fault","kind":"truncate","after_chunks":2,"times":null"#),
        ])
    func `a model that fails costs the model, not the answer`(name: String, behaviour: String) async throws {
        let address = try #require(Self.llmock)
        let model = "cli-\(name)"
        let scenario = #"{"behaviors":[{\#(behaviour),"match":{"model":"\#(model)"}}]}"#
        let accepted = try await self.send("POST", address + "/_llmock/scenario", body: scenario)
        try #require(!accepted.contains("error"), "\(accepted)")
        let result = try await CommandLineProgram().run(
            "ask", Self.question, "--model", "openai:\(model)", "--deadline", "20s",
            environment: ["OPENAI_BASE_URL": address + "/v1", "OPENAI_API_KEY": "hidden-key"])
        #expect(result.output.contains("Sources"), "\(result.output)")
        // Strategy, tools and answer fail with one cause, which is said with the place where it happened.
        let naming = result.warnings.filter { $0.contains(address) || $0.contains(model) }
        #expect(!naming.isEmpty, "\(result.warnings)")
        #expect(!result.error.contains("hidden-key"))
        #expect(result.code == 0 || result.code == 3)
    }

    @Test(.enabled(if: llmock != nil, "TUTTI_LIVE_LLMOCK_URL is not set (http://127.0.0.1:PORT of an llmock)"))
    func `a strategy that is no JSON is told of, and the standard agents are asked`() async throws {
        let address = try #require(Self.llmock)
        let reply = #"{"type":"reply","text":"Ask {whom you like","match":{"model":"cli-strategy"}}"#
        let scenario = #"{"behaviors":[\#(reply)]}"#
        let accepted = try await self.send("POST", address + "/_llmock/scenario", body: scenario)
        try #require(!accepted.contains("error"), "\(accepted)")
        let result = try await CommandLineProgram().run(
            "ask", Self.question, "--model", "openai:cli-strategy", "--deadline", "20s", "--json",
            environment: ["OPENAI_BASE_URL": address + "/v1", "OPENAI_API_KEY": "x"])
        let report = try result.json()
        #expect(report["strategyFallback"] == true)
        #expect(report["strategy"]?["agents"]?.array?.map { $0["name"] } == ["memory", "mcp", "personal"])
        #expect(report["warnings"]?.array?.count { $0.string?.contains("no strategy") == true } == 1)
        #expect(report["output"]?.string?.isEmpty == false)
    }

    // MARK: Tools

    @Test(.enabled(if: cadence != nil, "needs cadence in TUTTI_LIVE_PARTS"))
    func `a task of another program is in the answer`() async throws {
        let cadence = try #require(Self.cadence)
        let program = try CommandLineProgram()
        let home = program.home + "/cadence"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try program.configure(
            #"{"mcpServers": {"todo": {"command": "\#(cadence)", "args": ["mcp"], "env": {"CADENCE_HOME": "\#(home)"}}}}"#
        )
        let added = try await program.shell(
            #""$@""#, [cadence, "add", "Tune the harpsichord"], environment: ["CADENCE_HOME": home])
        try #require(added.code == 0, "\(added.error)")
        let result = try await program.run("ask", "What are my tasks?", "--deadline", "60s")
        #expect(result.output.contains("Tune the harpsichord"), "\(result.output) \(result.error)")
        #expect(result.code == 0)
    }

    // MARK: Helpers

    private func send(_ method: String, _ address: String, body: String? = nil) async throws -> String {
        var request = URLRequest(url: try #require(URL(string: address)))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "content-type")
        return String(decoding: try await URLSession.shared.data(for: request).0, as: UTF8.self)
    }
}
