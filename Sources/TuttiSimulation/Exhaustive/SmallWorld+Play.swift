internal import TuttiCore
internal import TuttiTesting

extension SmallWorld {
    /// What one schedule came to.
    struct Play {
        /// At each step with more than one ready job, how many there were.
        var widths: [Int]
        var steps: Int
        var violations: [String]
        /// Nil when the scenario did not come to its end.
        var report: RunReport?
    }

    /// More than any of these worlds takes.
    private static let maximumSteps = 5_000

    /// Plays one schedule: these choices where there is one, and the first job after them.
    func play(_ choices: [Int]) -> Play {
        let widths = Lock<[Int]>([])
        let executor = DrainingExecutor(
            choosing: .custom { count in
                guard count > 1 else { return 0 }
                return widths.withLock { widths in
                    let position = widths.count
                    widths.append(count)
                    return position < choices.count ? choices[position] : 0
                }
            })
        let running = Lock<(run: Run, begin: Instant, clock: VirtualClock)?>(nil)
        let cancelled = Lock<Instant?>(nil)
        let counted = Lock(0)
        do {
            let outcome = try simulate(
                on: executor, seed: 0, maximumSteps: Self.maximumSteps,
                beforeStep: { step in
                    counted.withLock { $0 = step }
                    guard step == self.cancellationStep, let (run, begin, clock) = running.withLock({ $0 }) else {
                        return
                    }
                    cancelled.withLock { $0 = clock.nanoseconds - begin }
                    run.cancel()
                }
            ) { simulation in try await self.scenario(simulation, running) }
            var evidence = outcome.0
            if let instant = cancelled.withLock({ $0 }) { evidence.world.cancellation = .at(instant) }
            let violations = WorldChecker.violations(of: evidence) + outcome.1
            return Play(
                widths: widths.withLock { $0 }, steps: counted.withLock { $0 }, violations: violations,
                report: evidence.report)
        } catch {
            return Play(widths: [], steps: 0, violations: ["the scenario does not end: \(error)"])
        }
    }

    private func scenario(
        _ simulation: Simulation, _ running: Lock<(run: Run, begin: Instant, clock: VirtualClock)?>
    ) async throws -> (Evidence, [String]) {
        let stage = Stage(simulation, self.world.configuration)
        let (clock, begin) = (simulation.clock, stage.now)
        let witness = Witness(start: begin)
        let plan = try self.world.graph(stage, witness).plan()
        let run = stage.executor.start(plan, "what now?", within: self.world.deadline?.asDuration)
        running.withLock { $0 = (run, begin, clock) }
        var timer: ScheduledTimer?
        if case .at(let instant) = self.world.cancellation {
            timer = clock.schedule(atNanoseconds: begin + instant) { run.cancel() }
        }
        var events: [RunEvent] = []
        for await event in run.events { events.append(event) }
        let report = await run.report()
        timer?.cancel()
        // A run that nobody can cancel any more keeps nothing.
        running.withLock { $0 = nil }
        try await stage.rest()
        var leftovers: [String] = []
        if clock.pendingTimers != 0 { leftovers.append("\(clock.pendingTimers) timers are left") }
        let abandoned = stage.executor.metrics.abandoned
        if abandoned != 0 { leftovers.append("\(abandoned) attempts count as abandoned at the end") }
        let evidence = Evidence(
            world: self.world, plan: plan, begin: begin, run: run.id, events: events, report: report,
            witness: witness.log)
        return (evidence, leftovers)
    }
}
