import Testing
import TuttiAgents
import TuttiCore
import TuttiMCP
import TuttiTesting

@Suite struct ToolRegistryTests {
    /// A server that takes so long to start, counts its starts, and gives the transport of each.
    private final class Launcher: Sendable {
        let transports = Lock<[ScriptedToolServer]>([])
        let delay: Duration
        let time: any TimeSource
        let failures: [Int: MCPError]

        init(_ time: any TimeSource, delay: Duration = .zero, failures: [Int: MCPError] = [:]) {
            self.time = time
            self.delay = delay
            self.failures = failures
        }

        var count: Int { self.transports.withLock { $0.count } }
        var latest: ScriptedToolServer? { self.transports.withLock { $0.last } }

        func server(_ name: String) -> ToolServer {
            ToolServer(name: name) {
                try await self.time.sleep(for: self.delay)
                let transport = ScriptedToolServer("list_tasks") { _, _ in .text("fine") }
                let number = self.transports.withLock { transports in
                    transports.append(transport)
                    return transports.count
                }
                if let failure = self.failures[number] { throw failure }
                return transport
            }
        }
    }

    private func error(_ body: () async throws -> Void) async -> MCPError? {
        do { try await body() } catch { return error as? MCPError }
        return nil
    }

    @Test func `start returns at once, and all servers start at the same time`() throws {
        let instants = try simulate { simulation in
            let launcher = Launcher(simulation.clock, delay: .seconds(4))
            let registry = simulation.registry(["a", "b", "c"].map { launcher.server($0) })
            await registry.start()
            var instants = [simulation.clock.now]
            for name in registry.names {
                _ = try await registry.client(named: name, within: .seconds(10))
                instants.append(simulation.clock.now)
            }
            await registry.close()
            return instants
        }
        #expect(instants == [.zero, .seconds(4), .seconds(4), .seconds(4)])
    }

    @Test func `whoever waits brings the limit of it, and the server goes on starting`() throws {
        try simulate { simulation in
            let launcher = Launcher(simulation.clock, delay: .seconds(4))
            let registry = simulation.registry([launcher.server("a")])
            let error = await self.error { _ = try await registry.client(named: "a", within: .seconds(1)) }
            #expect(error?.code == .initializeTimedOut)
            #expect(error?.description.contains(#"MCP server "a": is still starting after 1 s"#) == true)
            #expect(simulation.clock.now == .seconds(1))
            let tools = try await registry.connection(named: "a", within: .seconds(10)).tools.map(\.name)
            #expect(tools == ["list_tasks"])
            #expect(launcher.count == 1)
            await registry.close()
            #expect(launcher.latest?.isClosed == true)
            #expect(simulation.clock.pendingTimers == 0)
        }
    }

    @Test func `a cancelled task does not wait`() throws {
        try simulate { simulation in
            let registry = simulation.registry([Launcher(simulation.clock, delay: .seconds(4)).server("a")])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await registry.client(named: "a", within: .seconds(10)) }
                try await simulation.clock.sleep(for: .seconds(1))
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            #expect(simulation.clock.now == .seconds(1))
            await registry.close()
        }
    }

    @Test func `a failed start is told at once to who waits and to who asks later`() throws {
        try simulate { simulation in
            let missing = MCPError(.serverNotFound, "there is no program \"cadenza\"; install it")
            let launcher = Launcher(simulation.clock, delay: .seconds(1), failures: [1: missing])
            let registry = simulation.registry([launcher.server("a")])
            for _ in 1...2 {
                let error = await self.error { _ = try await registry.client(named: "a", within: .seconds(10)) }
                #expect(error == missing.named("a"))
                #expect(simulation.clock.now == .seconds(1))
            }
            try await simulation.clock.sleep(for: .seconds(100))
            #expect(launcher.count == 1, "a program that is not there is not looked for again")
            await registry.close()
        }
    }

    @Test func `a start that failed for once is repeated in the background`() throws {
        try simulate { simulation in
            let exit = MCPError(.exited, "exited with status 1")
            let launcher = Launcher(simulation.clock, failures: [1: exit, 2: exit])
            let registry = simulation.registry([launcher.server("a")])
            let error = await self.error { _ = try await registry.client(named: "a", within: .seconds(10)) }
            #expect(error == exit.named("a"))
            try await simulation.clock.sleep(for: .milliseconds(1600))
            _ = try await registry.client(named: "a", within: .zero)
            #expect(launcher.count == 3)
            await registry.close()
        }
    }

    @Test func `a server that never answers is given up after the limit for starting`() throws {
        try simulate { simulation in
            var configuration = ToolRegistry.Configuration()
            configuration.maximumRestarts = 0
            let silent = ScriptedToolServer([], answersInitialize: false)
            let registry = simulation.registry([ToolServer(name: "a") { silent }], configuration: configuration)
            let error = await self.error { _ = try await registry.client(named: "a", within: .seconds(60)) }
            #expect(error?.code == .initializeTimedOut)
            #expect(simulation.clock.now == .seconds(15))
            #expect(silent.isClosed)
            await registry.close()
        }
    }

    @Test func `a server that died is started again, and who asks meanwhile gets the new one`() throws {
        try simulate { simulation in
            let launcher = Launcher(simulation.clock, delay: .seconds(1))
            let registry = simulation.registry([launcher.server("a")])
            let first = try await registry.client(named: "a", within: .seconds(10))
            let transport = try #require(launcher.latest)
            transport.die()
            try await simulation.clock.sleep(for: .milliseconds(100))
            let second = try await registry.client(named: "a", within: .seconds(10))
            #expect(first !== second)
            #expect(simulation.clock.now == .milliseconds(2500), "1 s, half a second of patience, 1 s")
            #expect(transport.isClosed)
            #expect(try await second.callTool("list_tasks", timeout: .seconds(1)).text == "fine")
            await registry.close()
        }
    }

    @Test func `a server that keeps dying is started four times in all, and its last words are kept`() throws {
        try simulate { simulation in
            let launcher = Launcher(simulation.clock)
            let registry = simulation.registry([launcher.server("a")])
            for _ in 1...4 {
                _ = try await registry.client(named: "a", within: .seconds(20))
                launcher.latest?.die(MCPError(.exited, "exited with status 7"))
                try await simulation.clock.sleep(for: .milliseconds(1))
            }
            try await simulation.clock.sleep(for: .seconds(100))
            let error = await self.error { _ = try await registry.client(named: "a", within: .seconds(1)) }
            #expect(error?.message.hasPrefix("exited with status 7") == true)
            #expect(error?.message.contains("not started again") == true)
            #expect(launcher.count == 4)
            await registry.close()
            #expect(simulation.clock.pendingTimers == 0)
        }
    }

    @Test func `closing ends a start under way and a wait for it`() throws {
        try simulate { simulation in
            let registry = simulation.registry([Launcher(simulation.clock, delay: .seconds(60)).server("a")])
            await registry.start()
            async let waiting = self.error { _ = try await registry.client(named: "a", within: .seconds(100)) }
            try await simulation.clock.sleep(for: .seconds(1))
            await registry.close()
            #expect(await waiting?.code == .closed)
            #expect(simulation.clock.now == .seconds(1))
            let later = await self.error { _ = try await registry.client(named: "a", within: .seconds(100)) }
            #expect(later?.code == .closed)
        }
    }

    @Test func `closing waits in a cancelled task too, and not for ever for a start that ignores it`() throws {
        try simulate { simulation in
            let stuck = ToolServer(name: "a") {
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                throw CancellationError()
            }
            let registry = simulation.registry([stuck])
            await registry.start()
            try await simulation.clock.sleep(for: .seconds(1))
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await registry.close() }
                group.cancelAll()
            }
            #expect(simulation.clock.now == .seconds(11))
        }
    }

    @Test func `a name that is not configured is an error that lists the names`() throws {
        try simulate { simulation in
            let registry = simulation.registry([Launcher(simulation.clock).server("a")])
            let error = await self.error { _ = try await registry.client(named: "b", within: .seconds(1)) }
            #expect(error?.message == "there is no server of this name; there are a")
            await registry.close()
        }
    }

    @Test(arguments: 0..<40) func `under random deaths, failures and waits nothing hangs and nothing stays open`(
        seed: UInt64
    ) throws {
        let (starts, allClosed, timers) = try simulate(seed: seed) { simulation in
            let exit = MCPError(.exited, "exited with status 1")
            let launcher = Launcher(simulation.clock, delay: .milliseconds(300), failures: [2: exit, 5: exit])
            let registry = simulation.registry([launcher.server("a"), launcher.server("b")])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for asker in 0..<6 {
                    group.addTask {
                        var generator = SeededRandomNumberGenerator(seed: seed &* 31 &+ UInt64(asker))
                        for _ in 0..<5 {
                            let pause = Int.random(in: 0...900, using: &generator)
                            try await simulation.clock.sleep(for: .milliseconds(pause))
                            let name = registry.names[asker % 2]
                            let limit = Duration.milliseconds(Int.random(in: 0...700, using: &generator))
                            let begin = simulation.clock.now
                            // Whether there is a connection is up to chance; that the wait ends is not.
                            let client = try? await registry.client(named: name, within: limit)
                            #expect(simulation.clock.now - begin <= limit)
                            _ = try? await client?.callTool("list_tasks", timeout: .milliseconds(50))
                            if pause % 3 == 0 { launcher.latest?.die() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            await registry.close()
            let transports = launcher.transports.withLock { $0 }
            return (transports.count, transports.filter { !$0.isClosed }.count, simulation.clock.pendingTimers)
        }
        #expect((2...8).contains(starts))
        #expect(allClosed <= 2, "the transports of the two failed launches were never handed over")
        #expect(timers == 0)
    }
}
