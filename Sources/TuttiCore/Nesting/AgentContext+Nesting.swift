extension AgentContext {
    /// Runs a plan inside of this agent: on the clock and the threads of its run, and ended with it.
    ///
    /// It ends a little before the time of the agent does, so that what is there by then can still be given. What its
    /// agents use counts as used by this one; each that ends is told as
    /// ``RunEvent/Kind/partEnded(agent:attempt:part:)``, and its warnings are warnings of the run around it.
    ///
    /// - Parameters:
    ///   - plan: The agents and their dependencies.
    ///   - request: What they are asked.
    ///   - configuration: The bounds of the run.
    ///   - limit: The time from now to the deadline of its own; nil leaves that of the agent.
    ///   - speaks: Whether what its answering agent yields is yielded by this one.
    package func run(
        _ plan: ExecutionPlan, _ request: AgentRequest, _ configuration: ParallelExecutor.Configuration,
        within limit: Duration? = nil, speaks: Bool = false
    ) async -> RunReport {
        let executor = self.executor(configuration, agents: plan.table.count)
        var relay = NestedRelay(plan.agentNames, speaker: speaks ? plan.speaker : nil)
        let limits = [limit, self.timeInside].compactMap(\.self)
        let run = executor.start(plan, request, within: limits.min())
        for await event in run.events { if let order = relay.heard(event.kind) { self.follow(order) } }
        let report = await run.report()
        for order in relay.finished(report.agents, warnings: report.warnings) { self.follow(order) }
        return report
    }

    /// The chance of the run inside comes from the identity of this attempt alone, so that a run of the same identity
    /// draws the same again, whatever runs beside it.
    private func executor(_ configuration: ParallelExecutor.Configuration, agents: Int) -> ParallelExecutor {
        var configuration = configuration
        // Every agent has some events, and all may come at once.
        configuration.eventCapacity = max(configuration.eventCapacity, 16 * agents)
        let generator = Lock(AttemptDraws.generator(run: self.run, agent: self.agent, attempt: self.attempt))
        return ParallelExecutor(
            configuration, inside: self.driver.environment, idempotencyKey: self.idempotencyKey,
            tracePlace: self.tracePlace
        ) {
            generator.withLock { $0.next() }
        }
    }

    /// The time of a run inside: a twentieth of what is left, 2 to 250 ms, is kept to hand on what it gives.
    private var timeInside: Duration? {
        self.remaining.map { $0 - min($0 / 2, max($0 / 20, .milliseconds(2)), .milliseconds(250)) }
    }

    private func follow(_ order: NestedRelay.Order) {
        switch order {
        case .part(let part): self.note(.partEnded(agent: self.agent, attempt: self.attempt, part: part))
        case .usage(let usage): self.record(usage)
        case .text(let text): self.yield(text)
        case .warning(let message): self.warn("\(self.agent): \(message)")
        }
    }
}

extension ExecutionPlan {
    /// The final agent whose output is the answer, when it is one alone.
    fileprivate var speaker: String? {
        guard let group = self.outputGroups.first, group.count == 1 else { return nil }
        return group.first.map { self.agentNames[$0] }
    }
}
