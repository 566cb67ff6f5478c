import TuttiCore
import TuttiTesting

extension World {
    /// What can be seen of one run from outside.
    struct Outcome: Sendable {
        var plan: ExecutionPlan
        var events: [RunEvent]
        var report: RunReport
        var metrics: ExecutorMetrics
        /// Timers that were left when every agent had ended.
        var pendingTimers: Int
    }

    func graph() throws -> AgentGraph {
        var graph = AgentGraph("world \(self.seed)")
        for member in self.members {
            var options = member.options
            if let isWanted = member.isWanted { options.condition = { _ in isWanted } }
            graph.add(member.name, options: options) { context in try await Self.act(member, context) }
        }
        for member in self.members {
            for index in member.needs { try graph.addDependency(of: member.name, on: self.members[index].name) }
            for index in member.wants { try graph.addDependency(of: member.name, on: self.members[index].name, .wants) }
            guard member.quorumCount > 0 else { continue }
            let names = member.quorum.map { self.members[$0].name }
            try graph.addQuorum(of: member.name, count: member.quorumCount, from: names)
        }
        return graph
    }

    func run() throws -> Outcome {
        try simulate(seed: self.seed) { simulation in
            let generator = Lock(SeededRandomNumberGenerator(seed: self.seed))
            let executor = ParallelExecutor(
                self.configuration, time: simulation.clock, executor: simulation.executor,
                cooperativeExecutor: simulation.executor
            ) { generator.withLock { $0.next() } }
            let plan = try self.graph().plan()
            let run = executor.start(plan, "what now?", within: self.deadline)
            if let cancellation { _ = simulation.clock.schedule(at: cancellation) { run.cancel() } }
            let events = await run.allEvents()
            let report = await run.report()
            // Abandoned attempts go on for a while; nothing of theirs may show any more, and nothing may be left.
            try await simulation.clock.sleep(for: .seconds(3600))
            return Outcome(
                plan: plan, events: events, report: report, metrics: executor.metrics,
                pendingTimers: simulation.clock.pendingTimers)
        }
    }

    private static func act(_ member: Member, _ context: AgentContext) async throws -> String {
        let attempt = member.attempts[context.attempt - 1]
        context.record(Usage(inputTokens: 1))
        if attempt.duration > .zero {
            let end = context.time.now + attempt.duration
            if attempt.ignoresCancellation {
                await context.time.sleepIgnoringCancellation(until: end)
            } else {
                try await context.time.sleep(until: end)
            }
        }
        switch attempt.ending {
        case .succeeds: break
        case .fails(let retryAfter): throw TestFailure(retryAfter: retryAfter)
        case .failsForGood: throw TestFailure(isRetryable: false)
        }
        let inputs = context.inputs.all.map { "\($0.name)=\($0.output)" }
        return Self.result(of: member.name, attempt: context.attempt, inputs: inputs)
    }

    /// What an agent gives: its inputs count, but their length does not add up.
    static func result(of name: String, attempt: Int, inputs: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in inputs.joined(separator: ";").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\(name)#\(attempt)(\(String(hash, radix: 36)))"
    }
}
