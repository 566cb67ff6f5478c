public import TuttiCore

/// What a simulated scenario is given: a clock that jumps, and an executor that runs on it.
public struct Simulation: Sendable {
    /// Thrown when a scenario can never go on: no job is ready and no timer is armed.
    public struct Stuck: Error, Hashable, Sendable {}

    /// Thrown when a scenario took more steps than it may: it seems to go on for ever.
    package struct Endless: Error, Hashable, Sendable {
        package var steps: Int
    }

    /// The virtual time.
    public let clock: VirtualClock
    /// The thread, so to speak.
    public let executor: DrainingExecutor
    /// The seed that every draw of the scenario comes from.
    public let seed: UInt64

    /// An executor whose runs take no real time and are the same for the same seed.
    public func parallelExecutor(_ configuration: ParallelExecutor.Configuration = .init()) -> ParallelExecutor {
        let generator = Lock(SeededRandomNumberGenerator(seed: self.seed))
        return ParallelExecutor(
            configuration, time: self.clock, executor: self.executor, cooperativeExecutor: self.executor
        ) {
            generator.withLock { $0.next() }
        }
    }
}

/// Runs a scenario on the calling thread and on virtual time, and returns what it returns.
///
/// Hours pass in milliseconds, and the same seed gives the same interleaving. Everything in the scenario must stay on its
/// task: `Task {}` and `Task.sleep` leave the simulation; sleep on `simulation.clock`.
///
/// - Throws: What the scenario throws, and ``Simulation/Stuck`` when it can never go on.
public func simulate<Value: Sendable>(
    seed: UInt64? = nil, _ scenario: @escaping @Sendable (Simulation) async throws -> Value
) throws -> Value {
    try simulate(on: DrainingExecutor(seed: seed), seed: seed ?? 0, atMost: .max, scenario)
}

/// Runs a scenario on an executor of the caller's, for so many jobs and timers at most.
///
/// - Parameter beforeStep: Called between two jobs, with the number of those that there were.
package func simulate<Value: Sendable>(
    on executor: DrainingExecutor, seed: UInt64, atMost maximumSteps: Int, beforeStep: ((Int) -> Void)? = nil,
    _ scenario: @escaping @Sendable (Simulation) async throws -> Value
) throws -> Value {
    let simulation = Simulation(clock: VirtualClock(), executor: executor, seed: seed)
    let outcome = Lock<Result<Value, any Error>?>(nil)
    // Never cancelled: it runs only inside the loop below, which returns when it has ended.
    Task(executorPreference: simulation.executor) {
        let result: Result<Value, any Error>
        do { result = .success(try await scenario(simulation)) } catch { result = .failure(error) }
        outcome.withLock { $0 = result }
    }
    var steps = 0
    while true {
        while true {
            beforeStep?(steps)
            guard simulation.executor.runNextJob() else { break }
            steps += 1
            guard steps < maximumSteps else { throw Simulation.Endless(steps: steps) }
        }
        if let result = outcome.withLock({ $0 }) { return try result.get() }
        guard simulation.clock.advanceToNextTimer() else { throw Simulation.Stuck() }
        steps += 1
    }
}
