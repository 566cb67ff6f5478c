import Foundation
import Testing
import TuttiMCP
import TuttiProcesses

private let environment = ChildEnvironment(inheriting: ["PATH": "/usr/bin:/bin"])

/// Waits until the task is cancelled: a timer whose time never comes.
@Sendable private func never(_: Duration) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
    throw CancellationError()
}

/// Starts a shell script as if it were a server.
private func start(
    _ script: String, _ configure: (inout StdioTransport.Configuration) -> Void = { _ in }
) async throws -> StdioTransport {
    var configuration = StdioTransport.Configuration()
    configure(&configuration)
    let server = MCPServerConfiguration(name: "shell", command: "sh", arguments: ["-c", script])
    return try await StdioTransport.start(server, environment: environment, configuration: configuration)
}

@Suite struct StdioTransportTests {
    @Test func `lines go to the server and come back`() async throws {
        let transport = try await start("exec cat")
        let lines = (0..<500).map {
            Array("{\"line\":\($0),\"text\":\"\(String(repeating: "x", count: $0 * 7))\"}".utf8)
        }
        for line in lines { try transport.send(line) }
        for line in lines { #expect(try await transport.receive() == line) }
        await transport.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test func `a server that ends is an error with its status and its last words`() async throws {
        let transport = try await start("echo '{}'; echo unfinished >&2; printf rest; exit 7")
        #expect(try await transport.receive() == Array("{}".utf8))
        #expect(try await transport.receive() == Array("rest".utf8))
        let error = await #expect(throws: MCPError.self) { try await transport.receive() }
        #expect(error?.code == .exited)
        #expect(error?.message.hasPrefix("exited with status 7; run \"sh -c ") == true)
        #expect(error?.standardError == "unfinished\n")
        await ProcessTable.expectGone(transport.processID)
    }

    @Test func `a server that ends fails the calls under way, by name and reason`() async throws {
        let answer = #"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25"}}"#
        let transport = try await start("read a; echo '\(answer)'; read b; read c; echo oh no >&2; kill -9 $$")
        let client = MCPClient(name: "shell", transport: transport, sleep: never)
        try await client.connect()
        let error = await #expect(throws: MCPError.self) { try await client.callTool("x", timeout: .seconds(1)) }
        #expect(error?.code == .exited)
        #expect(error?.server == "shell")
        #expect(error?.description.contains("was ended by signal 9") == true)
        #expect(error?.description.hasSuffix("its standard error ends with: oh no") == true)
        await client.close()
    }

    @Test func `writing to a server that is gone is an error, not the end of us`() async throws {
        let transport = try await start("exec <&-; echo ready; exec sleep 100") { $0.closeGrace = .milliseconds(10) }
        #expect(try await transport.receive() == Array("ready".utf8))
        let line = [UInt8](repeating: 0x78, count: 1000)
        var isRefused = false
        for _ in 0..<10_000 where !isRefused {
            do { try transport.send(line) } catch { isRefused = true }
            await Task.yield()
        }
        #expect(isRefused)
        await transport.close()
    }

    @Test func `a server that does not read is an error at the limit`() async throws {
        let transport = try await start("exec sleep 100") {
            $0.maximumUnwritten = 1 << 20
            $0.closeGrace = .milliseconds(10)
        }
        let line = [UInt8](repeating: 0x78, count: 100_000)
        let error = #expect(throws: MCPError.self) { for _ in 0..<20 { try transport.send(line) } }
        #expect(error?.code == .overloaded)
        await transport.close()
        await ProcessTable.expectGone(transport.processID)
    }

    @Test func `a line above the limit is an error while it still comes`() async throws {
        let transport = try await start("yes | tr -d '\\n'") { $0.maximumLineLength = 1 << 20 }
        let error = await #expect(throws: MCPError.self) { try await transport.receive() }
        #expect(error?.code == .lineTooLong)
        await transport.close(grace: .zero)
        await ProcessTable.expectGone(transport.processID)
    }

    @Test func `a server that reads to the end of its input ends without a signal`() async throws {
        let transport = try await start("trap 'echo signalled' TERM; cat >/dev/null; echo bye >&2") {
            $0.closeGrace = .seconds(60)
        }
        await transport.close()
        #expect(transport.diagnostics == "bye\n")
    }

    @Test func `a server that ignores everything is killed with its whole group`() async throws {
        let marker = "\(UInt64.random(in: 0 ... .max))"
        let transport = try await start("trap '' TERM; echo up; sleep 90.\(marker) & sleep 91.\(marker); wait") {
            $0.closeGrace = .milliseconds(20)
        }
        #expect(try await transport.receive() == Array("up".utf8))
        await ProcessTable.expectRunning(marker, count: 3)
        await transport.close()
        await ProcessTable.expectGone(transport.processID)
        await ProcessTable.expectRunning(marker, count: 0)
    }

    @Test func `a grandchild that outlives its server and holds the pipes cannot hold us up`() async throws {
        let marker = "\(UInt64.random(in: 0 ... .max))"
        let transport = try await start("sleep 92.\(marker) & echo up; exit 0")
        #expect(try await transport.receive() == Array("up".utf8))
        let error = await #expect(throws: MCPError.self) { try await transport.receive() }
        #expect(error?.code == .exited)
        await ProcessTable.expectRunning(marker, count: 0)
    }

    @Test(.enabled(if: ProcessTable.hasSetsid, "needs setsid"))
    func `a grandchild that left the group and holds the pipes cannot hold us up`() async throws {
        // Its limit of a minute is a guard against hanging, not a speed.
        let transport = try await start("setsid sleep 60 & echo $!; exit 0")
        let sleeper = try Int32(String(decoding: #require(await transport.receive()), as: UTF8.self))
        let clock = ContinuousClock()
        let start = clock.now
        let error = await #expect(throws: MCPError.self) { try await transport.receive() }
        #expect(error?.code == .exited)
        #expect(clock.now - start < .seconds(30))
        kill(try #require(sleeper), SIGKILL)
    }

    @Test func `a cancelled receiver returns at once and the next one goes on`() async throws {
        let transport = try await start("read a; echo answer; cat")
        let receiving = Task { try await transport.receive() }
        receiving.cancel()
        await #expect(throws: CancellationError.self) { try await receiving.value }
        try transport.send([0x78])
        #expect(try await transport.receive() == Array("answer".utf8))
        await transport.close()
    }

    @Test func `a transport that is dropped ends its server`() async throws {
        var transport: StdioTransport? = try await start("exec sleep 100") { $0.closeGrace = .milliseconds(10) }
        let id = try #require(transport?.processID)
        transport = nil
        await ProcessTable.expectGone(id)
    }

    @Test(arguments: [
        ("no-such-server", MCPError.Code.serverNotFound), ("/etc/passwd", .couldNotStart),
    ])
    func `a server that cannot be started is a typed error`(_ command: String, _ code: MCPError.Code) async {
        let server = MCPServerConfiguration(name: "missing", command: command)
        let error = await #expect(throws: MCPError.self) {
            try await StdioTransport.start(server, environment: environment)
        }
        #expect(error?.code == code)
        #expect(error?.description.hasPrefix("MCP server \"missing\": \(command): ") == true)
    }

    @Test func `servers that come and go leave no zombie`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let transport = try await start(number.isMultiple(of: 2) ? "exec cat" : "exit 3")
                    await transport.close(grace: .milliseconds(100))
                    await ProcessTable.expectGone(transport.processID)
                }
            }
            try await group.waitForAll()
        }
    }
}
