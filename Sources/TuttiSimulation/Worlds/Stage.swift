internal import TuttiCore
internal import TuttiTesting

/// Where the worlds of one scenario are played: the executor, the clock, and what is collected on the way.
final class Stage: Sendable {
    private struct State {
        var evidence: [@Sendable () -> Evidence] = []
        var hung: [UnsafeContinuation<Void, Never>] = []
        var latestEnd: Instant = 0
        var deepest = 0
        var blocked = 0
    }

    let simulation: Simulation
    let executor: ParallelExecutor
    /// Whom agents call, if there is anybody.
    let provider: WitnessedProvider?
    private let state = Lock(State())

    init(
        _ simulation: Simulation, _ configuration: ParallelExecutor.Configuration,
        provider: Provider.Configuration? = nil
    ) {
        self.simulation = simulation
        self.executor = simulation.parallelExecutor(configuration)
        self.provider = provider.map { WitnessedProvider($0, on: simulation) }
    }

    var now: Instant { self.simulation.clock.nanoseconds }

    // MARK: What agents do to the stage

    /// Somebody sleeps until then, come what may.
    func expectEnd(at instant: Instant) { self.state.withLock { $0.latestEnd = max($0.latestEnd, instant) } }

    /// Never resumes until ``release()``.
    func hang() async {
        await withUnsafeContinuation { continuation in self.state.withLock { $0.hung.append(continuation) } }
    }

    /// Resumes whoever hangs.
    func release() {
        let hung = self.state.withLock { state in
            defer { state.hung = [] }
            return state.hung
        }
        for continuation in hung { continuation.resume() }
    }

    /// Returns when nobody sleeps any more that nothing can wake.
    func rest() async throws {
        repeat {
            let end = max(self.state.withLock { $0.latestEnd }, self.now)
            // A little longer, for what those do that have just woken up or been told to stop.
            try await self.simulation.clock.sleep(until: (end + .milliseconds(1)).asDuration)
        } while self.state.withLock { $0.latestEnd } >= self.now
    }

    /// Holds the thread: other jobs and timers go on in the meantime, as they do where there are other threads.
    func block(until end: Instant) {
        // Each is a call inside of the last one, so there is a bound.
        let mayBlock = self.state.withLock { state in
            state.deepest += 1
            return state.deepest <= 64
        }
        defer { self.state.withLock { $0.deepest -= 1 } }
        guard mayBlock else { return }
        self.expectEnd(at: end)
        let timer = self.simulation.clock.schedule(atNanoseconds: end) {}
        defer { timer.cancel() }
        var steps = 0
        while self.now < end, steps < 200_000 {
            steps += 1
            if !self.simulation.executor.runNextJob() { _ = self.simulation.clock.advanceToNextTimer() }
        }
    }

    // MARK: Evidence

    func collect(_ evidence: @escaping @Sendable () -> Evidence) {
        self.state.withLock { $0.evidence.append(evidence) }
    }

    /// What was collected, complete with what witnesses have seen until now.
    func evidence() -> [Evidence] { self.state.withLock { $0.evidence }.map { $0() } }
}
