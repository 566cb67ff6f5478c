import Foundation
import Testing
import TuttiJSON
import TuttiMCP
import TuttiProcesses

/// Real servers of others, over real pipes.
@Suite(.serialized) struct MCPServersLiveTests {
    private static let limit = Duration.seconds(30)

    private func slow(
        maximumLineLength: Int = LineFramer.defaultMaximumLineLength
    ) async throws -> (client: MCPClient, transport: StdioTransport) {
        let server = MCPServerConfiguration(
            name: "slow", command: try #require(LiveParts.slowPython), arguments: [try #require(LiveParts.slowScript)])
        return try await LiveParts.connect(server, maximumLineLength: maximumLineLength)
    }

    @Test(.enabled(if: LiveParts.time != nil, "needs TUTTI_LIVE=1 and mcp-time in TUTTI_LIVE_PARTS"))
    func `the time server tells the time`() async throws {
        let server = MCPServerConfiguration(
            name: "time", command: try #require(LiveParts.time), arguments: ["--local-timezone", "UTC"])
        let (client, transport) = try await LiveParts.connect(server)
        let tools = try await client.listTools(timeout: Self.limit)
        #expect(Set(tools.map(\.name)) == ["get_current_time", "convert_time"])
        let arguments = JSONObject([("timezone", "Europe/Paris")])
        let result = try await client.callTool("get_current_time", arguments: arguments, timeout: Self.limit)
        #expect(!result.isError)
        #expect(try JSONValue(parsing: result.text)["timezone"] == "Europe/Paris")
        let wrong = JSONObject([("timezone", "Nowhere/Land")])
        #expect(try await client.callTool("get_current_time", arguments: wrong, timeout: Self.limit).isError)
        let error = await #expect(throws: MCPError.self) { try await client.callTool("nope", timeout: Self.limit) }
        #expect(error?.code == .unknownTool)
        await client.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test(.enabled(if: LiveParts.cadence != nil, "needs TUTTI_LIVE=1 and cadence in TUTTI_LIVE_PARTS"))
    func `what the task service is told by one door it shows at the other`() async throws {
        let cadence = try #require(LiveParts.cadence)
        let home = FileManager.default.temporaryDirectory.appending(path: "cadence-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: home) }  // a leftover folder harms nobody
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let server = MCPServerConfiguration(
            name: "todo", command: cadence, arguments: ["mcp"], environment: ["CADENCE_HOME": home])
        let (client, transport) = try await LiveParts.connect(server)
        let added = try await client.callTool(
            "add_task", arguments: JSONObject([("title", "Water the plants")]), timeout: Self.limit)
        #expect(try JSONValue(parsing: added.text)["ok"] == true)

        var command = CommandInvocation(program: cadence, arguments: ["list"], environment: LiveParts.environment)
        command.environment.add(["CADENCE_HOME": home])
        #expect(try await runCommand(command).text.contains("Water the plants"))
        command.arguments = ["add", "Call the bank"]
        _ = try await runCommand(command)

        let listed = try await client.callTool("list_tasks", timeout: Self.limit)
        let titles = try JSONValue(parsing: listed.text)["tasks"]?.array?.compactMap { $0["title"]?.string }
        #expect(titles.map(Set.init) == ["Water the plants", "Call the bank"])
        let missing = JSONObject([("task_id", "nope")])
        _ = try await client.callTool("complete_task", arguments: missing, timeout: Self.limit)
        await client.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test(.enabled(if: LiveParts.slowScript != nil && LiveParts.slowPython != nil, "needs slow and TUTTI_LIVE_SLOWSRV"))
    func `a cancelled and a timed out call are stopped in the server, which serves on`() async throws {
        let (client, transport) = try await self.slow()
        let call = Task {
            try await client.callTool("sleep", arguments: JSONObject([("ms", 60_000)]), timeout: Self.limit)
        }
        // Answered after the sleep was received, so that there is something to cancel.
        _ = try await client.callTool("sleep", arguments: JSONObject([("ms", 0)]), timeout: Self.limit)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let error = await #expect(throws: MCPError.self) {
            try await client.callTool("sleep", arguments: JSONObject([("ms", 60_000)]), timeout: .milliseconds(200))
        }
        #expect(error?.code == .requestTimedOut)
        _ = try await client.callTool("sleep", arguments: JSONObject([("ms", 300)]), timeout: Self.limit)
        #expect(transport.diagnostics.split(separator: "\n").count { $0.contains("cancelled in tool") } == 2)
        #expect(await client.counters.lateAnswers == 0)
        await client.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test(.enabled(if: LiveParts.slowScript != nil && LiveParts.slowPython != nil, "needs slow and TUTTI_LIVE_SLOWSRV"))
    func `a tool that raises is a result, and progress comes step by step`() async throws {
        let (client, _) = try await self.slow()
        #expect(try await client.callTool("boom", timeout: Self.limit).isError)
        let (stream, continuation) = AsyncStream.makeStream(of: MCPProgress.self)
        let result = try await client.callTool("progress", arguments: JSONObject([("n", 4)]), timeout: Self.limit) {
            continuation.yield($0)
        }
        continuation.finish()
        #expect(result.text == "done")
        let steps = await stream.reduce(into: []) { $0.append($1) }
        #expect(steps == (1...4).map { MCPProgress(progress: Double($0), total: 4, message: "step \($0)") })
        await client.close()
    }

    @Test(.enabled(if: LiveParts.slowScript != nil && LiveParts.slowPython != nil, "needs slow and TUTTI_LIVE_SLOWSRV"))
    func `four megabytes of text are an error at the usual limit and fine above it`() async throws {
        let arguments = JSONObject([("kb", 4096)])
        var (client, transport) = try await self.slow()
        let error = await #expect(throws: MCPError.self) {
            try await client.callTool("big", arguments: arguments, timeout: Self.limit)
        }
        #expect(error?.code == .lineTooLong)
        await client.close()
        await ProcessTable.expectGone(transport.processID)

        (client, transport) = try await self.slow(maximumLineLength: 16 << 20)
        let result = try await client.callTool("big", arguments: arguments, timeout: .seconds(120))
        #expect(result.text.utf8.count == 4096 << 10)
        await client.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test(.enabled(if: LiveParts.slowScript != nil && LiveParts.slowPython != nil, "needs slow and TUTTI_LIVE_SLOWSRV"))
    func `a server killed in the middle of calls fails them all and is reaped`() async throws {
        let (client, transport) = try await self.slow()
        let calls = (0..<8).map { _ in
            Task { try await client.callTool("sleep", arguments: JSONObject([("ms", 60_000)]), timeout: Self.limit) }
        }
        _ = try await client.callTool("sleep", arguments: JSONObject([("ms", 0)]), timeout: Self.limit)
        kill(transport.processID, SIGKILL)
        for call in calls {
            let error = await #expect(throws: MCPError.self) { try await call.value }
            #expect(error?.code == .exited)
            #expect(error?.message.contains("was ended by signal 9") == true)
        }
        await ProcessTable.expectGone(transport.processID)
        await client.close()
    }
}
