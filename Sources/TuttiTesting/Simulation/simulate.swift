internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Runs a scenario on the calling thread and on virtual time, and returns what it returns.
///
/// Hours pass in milliseconds, and the same seed gives the same interleaving. It is a plain function that throws: call it
/// in a Swift Testing test, in an XCTest method or in a program, synchronous or not. Everything in the scenario must stay
/// on its task or in child tasks of it: `Task {}` and `Task.sleep` leave the simulation; sleep on `simulation.clock`.
///
/// - Parameters:
///   - seed: Draws which of the ready jobs is next; nil takes them in the order in which they became ready.
///   - maximumSteps: The most steps, jobs and timers together: a scenario that goes round for ever ends there.
///   - scenario: What happens.
/// - Throws: What the scenario throws, and ``Simulation/Stuck`` when it does not come to its end.
@discardableResult
public func simulate<Value: Sendable>(
    seed: UInt64? = nil, maximumSteps: Int = 10_000_000,
    _ scenario: @escaping @Sendable (Simulation) async throws -> Value
) throws -> Value {
    try simulate(on: DrainingExecutor(seed: seed), seed: seed ?? 0, maximumSteps: maximumSteps, scenario)
}

/// Runs a scenario on an executor of the caller's.
///
/// - Parameter beforeStep: Called between two jobs, with the number of steps that there were.
package func simulate<Value: Sendable>(
    on executor: DrainingExecutor, seed: UInt64, maximumSteps: Int, beforeStep: ((Int) -> Void)? = nil,
    _ scenario: @escaping @Sendable (Simulation) async throws -> Value
) throws -> Value {
    let simulation = Simulation(seed: seed, executor: executor)
    executor.expectJobsOfThisThread()
    let outcome = Lock<Result<Value, any Error>?>(nil)
    // Never cancelled: it runs only inside the loop below, which returns when it has ended.
    Task(executorPreference: executor) {
        let result: Result<Value, any Error>
        do { result = .success(try await scenario(simulation)) } catch { result = .failure(error) }
        outcome.withLock { $0 = result }
    }
    var steps = 0
    while true {
        while true {
            beforeStep?(steps)
            guard steps < maximumSteps, executor.runNextJob() else { break }
            steps += 1
        }
        guard executor.strays == 0 else { throw Simulation.Stuck(.leftTheSimulation, in: simulation) }
        if let result = outcome.withLock({ $0 }) { return try result.get() }
        guard steps < maximumSteps else { throw Simulation.Stuck(.tooManySteps(steps), in: simulation) }
        if simulation.clock.advanceToNextTimer() {
            steps += 1
        } else {
            let isElsewhere = comesBack(executor)
            throw Simulation.Stuck(isElsewhere ? .leftTheSimulation : .nothingLeft, in: simulation)
        }
    }
}

/// Whether a job comes from another thread within a moment of real time, 50 ms: then it is known what went wrong.
private func comesBack(_ executor: DrainingExecutor) -> Bool {
    for _ in 0..<50 where executor.strays == 0 { usleep(1_000) }
    return executor.strays > 0
}
