package import TuttiTesting
internal import TuttiCore

extension Scenario {
    /// The most jobs and timers of one scenario; the longest of a million took fewer than a tenth.
    package static let maximumSteps = 1_000_000

    /// Plays the scenario: faults first, then the calm world, and looks whether anything is left behind.
    package func run() throws -> Outcome {
        try self.run(on: DrainingExecutor(seed: self.seed))
    }

    package func run(on executor: DrainingExecutor) throws -> Outcome {
        try simulate(on: executor, seed: self.seed, maximumSteps: Self.maximumSteps) { simulation in
            let stage = Stage(simulation, self.configuration, provider: self.provider)
            // No run begins where the clock does.
            try await simulation.clock.sleep(for: .milliseconds(Int64(self.seed % 977)))
            try await self.playWorlds(on: stage)
            try await stage.rest()
            var violations = self.leftovers(on: stage)
            stage.release()
            try await stage.rest()
            violations += try await self.playCalm(on: stage)
            if let provider = stage.provider {
                violations += ProviderChecker.violations(of: provider)
                if !provider.provider.isAtRest { violations.append("the provider is not at rest") }
            }
            var outcome = Outcome(
                seed: self.seed, evidence: stage.evidence(), metrics: stage.executor.metrics, time: stage.now,
                violations: violations)
            for record in stage.provider?.records ?? [] {
                switch record.happening {
                case .began(let hasWaited): outcome.waitsForProviders += hasWaited ? 1 : 0
                case .leftAlone: outcome.callsLeftAlone += 1
                case .ended: break
                }
            }
            return outcome
        }
    }

    private func playWorlds(on stage: Stage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for world in self.worlds {
                group.addTask {
                    try await stage.simulation.clock.sleep(for: world.start.asDuration)
                    try await world.play(on: stage)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Liveness: with the faults gone everything has to end, well and soon.
    private func playCalm(on stage: Stage) async throws -> [String] {
        let begin = stage.now
        let report = try await self.calm.play(on: stage)
        try await stage.rest()
        var violations: [String] = []
        if report.status != .complete { violations.append("the calm world is \(report.status)") }
        let work = self.calm.members.reduce(0) { $0 + ($1.attempts[0].duration ?? 0) }
        let spacing = max(0, self.configuration.startSpacing.asInstant) * Instant(self.calm.members.count)
        let took = report.wallTime.asInstant
        if took > work + spacing { violations.append("the calm world took \(took.text), from \(begin.text) on") }
        if stage.simulation.clock.pendingTimers != 0 {
            violations.append("\(stage.simulation.clock.pendingTimers) timers are left at the end")
        }
        if stage.executor.metrics.abandoned != 0 {
            violations.append("\(stage.executor.metrics.abandoned) attempts count as abandoned at the end")
        }
        let open = stage.evidence().flatMap(\.witness.attempts).count { $0.ended == nil }
        if open != 0 { violations.append("\(open) attempts have not ended at the end") }
        return violations
    }

    /// Invariant 12: what is left while some attempts still hang.
    private func leftovers(on stage: Stage) -> [String] {
        var violations: [String] = []
        let (timers, abandoned) = (stage.simulation.clock.pendingTimers, stage.executor.metrics.abandoned)
        let hung = stage.evidence().flatMap(\.witness.attempts).count { $0.ended == nil }
        if let open = self.budget?.inFlight, open != (0, 0) {
            violations.append("\(open.attempts) attempts, \(open.retries) of them retries, count as in flight")
        }
        if timers != 0 { violations.append("\(timers) timers are left") }
        if abandoned != hung { violations.append("\(abandoned) attempts count as abandoned, \(hung) are alive") }
        return violations
    }
}
