import Testing
import TuttiCore
import TuttiTesting

@Suite struct SleepTests {
    @Test func `a task that is cancelled while it sleeps, or before, leaves no timer`() throws {
        let left = try simulate { simulation in
            let clock = simulation.clock
            let asleep = Task(executorPreference: simulation.executor) { try await clock.sleep(for: .seconds(3600)) }
            // Lets the other task run until it sleeps.
            try await clock.sleep(for: .seconds(1))
            let pending = clock.pendingTimers
            asleep.cancel()
            let tooLate = Task(executorPreference: simulation.executor) {
                withUnsafeCurrentTask { $0?.cancel() }
                try await clock.sleep(for: .seconds(3600))
            }
            for task in [asleep, tooLate] {
                do {
                    try await task.value
                    Issue.record("slept for an hour")
                } catch { #expect(error is CancellationError) }
            }
            return [pending, clock.pendingTimers]
        }
        #expect(left == [1, 0])
    }

    @Test func `a task that has slept to the end does not mind being cancelled`() throws {
        let time = try simulate { simulation in
            try await simulation.clock.sleep(for: .seconds(1))
            withUnsafeCurrentTask { $0?.cancel() }
            return simulation.clock.now
        }
        #expect(time == .seconds(1))
    }

    /// The timer, the cancellation and the task itself meet in every order; each sleep ends once, in one way or the other.
    @Test func `sleeps that end while they are cancelled end all the same`() async {
        let time = SystemTime()
        let pool = AgentPool(base: 2)
        var ends = 0
        for round in 0..<200 {
            let tasks = (0..<20).map { number in
                Task(executorPreference: pool) {
                    try? await time.sleep(for: .microseconds(number * (round % 11)))  // both ends are an end
                    return 1
                }
            }
            for task in tasks { task.cancel() }
            for task in tasks { ends += await task.value }
        }
        #expect(ends == 4000)
        #expect(time.pendingTimers == 0)
    }
}
