import Testing
import TuttiAgents
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct RunHubTests {
    /// Reads to the end, with a pause behind each batch.
    private static func follow(
        _ run: RunID, of hub: RunHub, after sequence: Int = 0, pausing pause: Duration = .zero, _ clock: VirtualClock
    ) async throws -> [RunEvent] {
        var events: [RunEvent] = []
        try await hub.forEachBatch(of: run, after: sequence) { batch in
            events += batch
            try await clock.sleep(for: pause)
        }
        return events
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `every reader gets every event once, the fast and the slow, early and late`(seed: UInt64) throws {
        let readings = try simulate(seed: seed) { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                return try await withThrowingTaskGroup(of: [RunEvent].self) { group in
                    for pause in [0, 0, 70, 1_000] {
                        group.addTask {
                            try await Self.follow(entry.id, of: hub, pausing: .milliseconds(pause), simulation.clock)
                        }
                    }
                    group.addTask {
                        try await simulation.clock.sleep(for: .milliseconds(200))
                        return try await Self.follow(entry.id, of: hub, simulation.clock)
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(readings.count == 5)
        for events in readings {
            #expect(events.map(\.sequence) == Array(1...events.count))
            #expect(events == readings[0])
            #expect(events.last?.kind == .runFinished(status: .complete))
        }
    }

    @Test func `a reader that comes back goes on where it was, also when the run has ended`() throws {
        let (all, rest) = try simulate { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                let all = try await Self.follow(entry.id, of: hub, simulation.clock)
                return (all, try await Self.follow(entry.id, of: hub, after: 3, simulation.clock))
            }
        }
        #expect(rest == Array(all.dropFirst(3)))
    }

    @Test func `a run that is cancelled ends at once, with what is there`() throws {
        let (status, time) = try simulate { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                try await simulation.clock.sleep(for: .milliseconds(170))
                #expect(hub.cancel(entry.id) != nil)
                #expect(hub.cancel(RunID("0000000000000000")) == nil)
                return (try await hub.report(of: entry.id)?.status, simulation.clock.now)
            }
        }
        #expect(status == .partial)
        #expect(time == .milliseconds(170))
    }

    @Test func `too many runs are refused, and a place is free when one has ended`() throws {
        let refusal = try simulate { simulation in
            var limits = RunHubLimits()
            limits.admission.maximumRunning = 1
            limits.admission.maximumWaiting = 0
            return try await simulation.withHub(limits) { hub in
                let ensemble = try simulation.ensemble()
                let entry = try await hub.begin("Q", by: ensemble, within: nil)
                var refusal: APIError?
                do { _ = try await hub.begin("Q", by: ensemble, within: nil) } catch let error as APIError {
                    refusal = error
                }
                _ = try await hub.report(of: entry.id)
                _ = try await hub.begin("Q", by: ensemble, within: nil)
                return refusal
            }
        }
        #expect(refusal?.status == 429)
        #expect(refusal?.headers["retry-after"] == "1")
    }

    @Test func `a run that cannot begin takes no place`() throws {
        try simulate { simulation in
            var limits = RunHubLimits()
            limits.admission.maximumRunning = 1
            try await simulation.withHub(limits) { hub in
                let broken = Ensemble(name: "x", deadline: nil) { _, _ in throw ScriptedFailure("broken") }
                for _ in 0..<3 {
                    await #expect(throws: ScriptedFailure.self) { try await hub.begin("Q", by: broken, within: nil) }
                }
            }
        }
    }

    @Test func `a drained hub refuses, and waits for the run that is there`() throws {
        let time = try simulate { simulation in
            let hub = RunHub { Timestamp(secondsSince1970: 0) }
            let ensemble = try simulation.ensemble()
            _ = try await hub.begin("Q", by: ensemble, within: nil)
            hub.drain()
            let refusal = await #expect(throws: APIError.self) { try await hub.begin("Q", by: ensemble, within: nil) }
            #expect(refusal?.status == 503)
            await hub.pump()
            return simulation.clock.now
        }
        #expect(time == .milliseconds(350))
    }

    @Test func `a hub that is drained while a run cannot begin does not wait for it`() throws {
        try simulate { _ in
            let hub = RunHub { Timestamp(secondsSince1970: 0) }
            let broken = Ensemble(name: "x", deadline: nil) { _, _ in
                hub.drain()
                throw ScriptedFailure("broken")
            }
            await #expect(throws: ScriptedFailure.self) { try await hub.begin("Q", by: broken, within: nil) }
            await hub.pump()
        }
    }

    @Test func `a reader that is cancelled leaves, and the run goes on`() throws {
        let status = try simulate { simulation in
            try await simulation.withHub { hub in
                let entry = try await hub.begin("Q", by: try simulation.ensemble(), within: nil)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await Self.follow(entry.id, of: hub, simulation.clock) }
                    try await simulation.clock.sleep(for: .milliseconds(120))
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.next() }
                }
                #expect(simulation.clock.now == .milliseconds(120))
                return try await hub.report(of: entry.id)?.status
            }
        }
        #expect(status == .complete)
    }

    @Test func `the client's deadline counts, else that of the ensemble`() throws {
        let times = try simulate { simulation in
            try await simulation.withHub { hub in
                let script = EnsembleScript(agent: .seconds(60))
                var times: [Duration] = []
                for deadline in [Duration.seconds(2), nil] {
                    let ensemble = try simulation.ensemble(script, deadline: .seconds(5))
                    let entry = try await hub.begin("Q", by: ensemble, within: deadline)
                    times.append(try await hub.report(of: entry.id)?.run.deadline ?? .zero)
                }
                return times
            }
        }
        #expect(times == [.seconds(2), .seconds(5)])
    }

    /// Writes down what it hears.
    private final class Listener: RunObserver {
        let heard = Lock<[String]>([])

        func began(_ entry: RunEntry) { self.heard.withLock { $0.append("began \(entry.model)") } }

        func told(_ events: [RunEvent], of id: RunID) {
            self.heard.withLock { $0 += events.map { "\($0.sequence) \($0.kind.wireName)" } }
        }

        func ended(_ entry: RunEntry) {
            self.heard.withLock { $0.append("ended \(entry.outcome?.status.rawValue ?? "")") }
        }
    }

    private static func workflow(_ delay: Duration, _ isolation: AgentOptions.Isolation) throws -> ExecutionPlan {
        var graph = AgentGraph("noop")
        var options = AgentOptions()
        options.isolation = isolation
        graph.add("a", SlowAgent(output: "one", delay: delay), options: options)
        graph.add("b", SlowAgent(output: "two", delay: delay), options: options)
        try graph.addDependency(of: "b", on: "a", .needs)
        return try graph.plan()
    }

    @Test(arguments: [(0, AgentOptions.Isolation.cooperative), (0, .isolated), (50, .isolated)])
    func `of a workflow everything is heard in order, whether it takes time or not`(
        delay: Int, isolation: AgentOptions.Isolation
    ) throws {
        let (heard, report) = try simulate { simulation in
            let (listener, plan) = (Listener(), try Self.workflow(.milliseconds(delay), isolation))
            let hub = RunHub(observers: [listener]) { Timestamp(secondsSince1970: 0) }
            let ensemble = Ensemble(name: "noop", deadline: .seconds(1), simulation.parallelExecutor()) { plan }
            async let work: Void = hub.pump()
            let entry = try await hub.begin("Q", by: ensemble, within: nil)
            let report = try await hub.report(of: entry.id)
            hub.drain()
            await work
            return (listener.heard.withLock { $0 }, report)
        }
        #expect(report?.answer == "two")
        #expect(report?.isWhole == true)
        #expect(report?.asked.map(\.name) == ["a", "b"])
        #expect(heard.first == "began noop")
        #expect(heard.last == "ended complete")
        let events = heard.dropFirst().dropLast()
        #expect(events.first == "1 runStarted")
        #expect(events.last == "\(events.count) runFinished")
    }

    @Test func `an agent of a workflow that gives nothing is missing, and the answer is whole without it`() throws {
        let report = try simulate { simulation in
            try await simulation.withHub { hub in
                var graph = AgentGraph("partial")
                var options = AgentOptions()
                options.timeout = .milliseconds(10)
                graph.add("slow", SlowAgent(output: "late", delay: .seconds(1)), options: options)
                graph.add("reporter", SlowAgent(output: "there", delay: .zero))
                try graph.addDependency(of: "reporter", on: "slow", .wants)
                let plan = try graph.plan()
                let ensemble = Ensemble(name: "partial", deadline: nil, simulation.parallelExecutor()) { plan }
                return try await hub.report(of: try await hub.begin("Q", by: ensemble, within: nil).id)
            }
        }
        #expect(report?.answer == "there")
        #expect(report?.status == .partial)
        #expect(report?.isWhole == true)
        #expect(report?.missing.map(\.name) == ["slow"])
        #expect(report?.missing.map(\.reason) == [.timedOut])
    }

    /// Hears of runs, and not of what they tell.
    private struct Deaf: RunObserver {
        var wantsEveryEvent: Bool { false }
        func told(_ events: [RunEvent], of id: RunID) { Issue.record("\(events)") }
    }

    @Test(arguments: [0, 3])
    func `what a run that took no time has told is there when somebody asks for it`(after sequence: Int) throws {
        let readings = try simulate { simulation in
            let plan = try Self.workflow(.zero, .cooperative)
            var readings: [[String]] = []
            for observers in [[], [Deaf()], [Listener()]] as [[any RunObserver]] {
                let read = try await simulation.withHub(observers: observers) { hub in
                    let ensemble = Ensemble(name: "noop", deadline: nil, simulation.parallelExecutor()) { plan }
                    let entry = try await hub.begin("Q", by: ensemble, within: nil)
                    #expect(try await hub.report(of: entry.id)?.answer == "two")
                    var read: [String] = []
                    for _ in 0..<2 {
                        try await hub.forEachBatch(of: entry.id, after: sequence) { events in
                            read += events.map { "\($0.sequence) \($0.kind.wireName)" }
                        }
                    }
                    return read
                }
                readings.append(read)
            }
            return readings
        }
        #expect(readings[0].first == (sequence == 0 ? "1 runStarted" : "4 agentSucceeded"))
        #expect(readings[0].last?.hasSuffix("runFinished") == true)
        #expect(readings[0] == readings[2] && readings[1] == readings[2])
    }
}
