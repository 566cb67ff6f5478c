import TuttiCore

/// The threads of the tests themselves: Swift's own pool may be busy for seconds with the simulations beside them.
private let ownThreads = AgentPool(base: 4)

/// Runs `body` on real threads and gives up after a minute, so that a stall fails one test instead of the whole suite.
func finishes(_ body: @escaping @Sendable () async -> Void) async -> Bool {
    await withCheckedContinuation { continuation in
        let once = Lock<CheckedContinuation<Bool, Never>?>(continuation)
        let answer: @Sendable (Bool) -> Void = { value in
            let waiting = once.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            waiting?.resume(returning: value)
        }
        let limit = SystemTime.shared.schedule(at: SystemTime.shared.now + .seconds(60)) { answer(false) }
        // Never cancelled: it is the work itself, and a stalled one is what the test is about.
        Task(executorPreference: ownThreads) {
            await body()
            limit.cancel()
            answer(true)
        }
    }
}

/// Looks again and again until something holds, for a minute at most.
func comesTrue(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
    await finishes {
        while !condition() {
            await SystemTime.shared.sleepIgnoringCancellation(until: SystemTime.shared.now + .milliseconds(1))
        }
    }
}
