internal import TuttiCore
internal import TuttiTesting

extension World {
    /// What an agent throws that was told to.
    struct ScriptedFailure: RetryAdvice, CustomStringConvertible {
        var isRetryable = true
        var retryAfter: Duration?
        var description: String { "scripted failure" }
    }

    /// A member as an agent of the kind that may have a fallback agent.
    private struct Actor: Agent {
        var member: Member
        var index: Int
        var stage: Stage
        var witness: Witness
        var isSubstitute = false

        func run(_ context: AgentContext) async throws -> AgentOutput {
            AgentOutput(
                try await World.act(
                    self.member, self.index, context, self.stage, self.witness, isSubstitute: self.isSubstitute))
        }
    }

    func graph(_ stage: Stage, _ witness: Witness) throws -> AgentGraph {
        var graph = AgentGraph(self.name)
        for (index, member) in self.members.enumerated() {
            var options = member.options
            if let isWanted = member.isWanted {
                options.condition = { _ in
                    let record = witness.decisionBegan(index, stage.now)
                    if member.thinking > 0 { stage.block(until: stage.now + member.thinking) }
                    witness.decisionEnded(record, stage.now)
                    return isWanted
                }
            }
            guard member.hasSubstitute else {
                graph.add(member.name, options: options) { context in
                    try await Self.act(member, index, context, stage, witness)
                }
                continue
            }
            var actor = Actor(member: member, index: index, stage: stage, witness: witness)
            options.fallback = member.options.fallback.map { AgentOutput("\($0)") }
            actor.isSubstitute = true
            options.fallbackAgent = actor
            actor.isSubstitute = false
            graph.add(member.name, actor, options: options)
        }
        for member in self.members {
            for index in member.needs { try graph.addDependency(of: member.name, on: self.members[index].name) }
            for index in member.wants { try graph.addDependency(of: member.name, on: self.members[index].name, .wants) }
            guard member.quorumCount > 0 else { continue }
            let names = member.quorum.map { self.members[$0].name }
            if member.isRace {
                try graph.addRace(of: member.name, from: names)
            } else {
                try graph.addQuorum(of: member.name, count: member.quorumCount, from: names)
            }
        }
        return graph
    }

    /// Plays the world from now on, and returns what its caller has of it.
    @discardableResult
    func play(on stage: Stage) async throws -> RunReport {
        let clock = stage.simulation.clock
        let begin = clock.nanoseconds
        let witness = Witness(start: begin)
        let plan = try self.graph(stage, witness).plan()
        guard self.listener != .absent, self.cancellation != .early else {
            let report = await self.playUnheard(plan, on: stage, from: begin)
            stage.collect {
                Evidence(
                    world: self, plan: plan, begin: begin, run: report.run, events: nil, report: report,
                    witness: witness.log)
            }
            return report
        }
        let run = stage.executor.start(plan, "what now?", within: self.deadline?.asDuration)
        var timer: ScheduledTimer?
        if case .at(let instant) = self.cancellation {
            timer = clock.schedule(atNanoseconds: begin + instant) { run.cancel() }
        }
        let events = try await self.listen(to: run, clock)
        let report = await run.report()
        timer?.cancel()
        stage.collect {
            Evidence(
                world: self, plan: plan, begin: begin, run: run.id, events: events, report: report,
                witness: witness.log)
        }
        return report
    }

    /// Runs the plan the short way, in a task that is cancelled when the caller is.
    private func playUnheard(_ plan: ExecutionPlan, on stage: Stage, from begin: Instant) async -> RunReport {
        let (executor, deadline) = (stage.executor, self.deadline?.asDuration)
        let clock = stage.simulation.clock
        let report: RunReport? = await withTaskGroup(of: RunReport?.self) { group in
            if self.cancellation == .early { group.cancelAll() }
            group.addTask { await executor.run(plan, "what now?", within: deadline) }
            if case .at(let instant) = self.cancellation {
                group.addTask {
                    // Cancelled when the run is over first, which is as good a reason to return.
                    try? await clock.sleep(until: (begin + instant).asDuration)
                    return nil
                }
            }
            var report: RunReport?
            while let next = await group.next() {
                report = next ?? report
                group.cancelAll()
            }
            return report
        }
        guard let report else { preconditionFailure("a run without a report") }
        return report
    }

    private func listen(to run: Run, _ clock: VirtualClock) async throws -> [RunEvent] {
        var events: [RunEvent] = []
        if case .quitting(0) = self.listener { return events }
        for await event in run.events {
            events.append(event)
            switch self.listener {
            case .prompt, .absent: break
            case .slow(let pause): try await clock.sleep(for: pause.asDuration)
            case .quitting(let count): if events.count == count { return events }
            }
        }
        return events
    }
}
