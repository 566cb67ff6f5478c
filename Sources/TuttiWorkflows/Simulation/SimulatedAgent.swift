public import TuttiCore

/// An agent that takes time and gives a text, for trying a graph before it costs anything.
///
/// It lives on the clock of the run, so in virtual time hours pass at once. One value may be run many times: a list of
/// durations is drawn in turn over all of them.
public struct SimulatedAgent: Agent {
    /// What a simulated failure says.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The text.
        public var description: String
    }

    private let behaviour: WorkflowAgent.Simulated
    private let random: @Sendable () -> UInt64
    private let drawn = Lock(0)

    /// Creates an agent.
    ///
    /// - Parameters:
    ///   - behaviour: What it does.
    ///   - random: Gives 64 random bits; a log-normal duration takes two of them.
    public init(_ behaviour: WorkflowAgent.Simulated, random: @escaping @Sendable () -> UInt64) {
        self.behaviour = behaviour
        self.random = random
    }

    /// Takes its time, then answers or fails.
    ///
    /// - Throws: ``Failure``, and `CancellationError` when it is cancelled and does not ignore that.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        if self.behaviour.usage != Usage() { context.record(self.behaviour.usage) }
        let end = context.time.now + self.nextDuration()
        switch self.behaviour.misbehaviour {
        case .neverReturns:
            // Never resumed: that is the point. A checked continuation would complain on its way out.
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        case .blocksThread where context.time is SystemTime: BusyThread.block(until: end, context.time)
        case .spins where context.time is SystemTime: BusyThread.spin(until: end, context.time)
        case .blocksThread, .spins: await Self.wait(until: end, context.time)
        case nil where self.behaviour.ignoresCancellation: await Self.wait(until: end, context.time)
        case nil: try await context.time.sleep(until: end)
        }
        if let failure = self.failure(of: context.attempt) { throw failure }
        return AgentOutput(self.behaviour.output?.render(context) ?? "simulated output of \(context.agent)")
    }

    /// Waits without an ear for cancellation.
    private static func wait(until instant: Duration, _ time: any TimeSource) async {
        await withCheckedContinuation { continuation in
            // Never called off: the wait goes on whatever happens.
            _ = time.schedule(at: instant) { continuation.resume() }
        }
    }

    private func failure(of attempt: Int) -> Failure? {
        let failing = self.behaviour.failures ?? (self.behaviour.failure == nil ? 0 : .max)
        guard attempt <= failing else { return nil }
        return Failure(description: self.behaviour.failure ?? "simulated failure of attempt \(attempt)")
    }

    private func nextDuration() -> Duration {
        switch self.behaviour.duration {
        case .fixed(let duration): return duration
        case .logNormal(let p50, let p95): return LogNormalDistribution(p50: p50, p95: p95).draw(self.random)
        case .inTurn(let durations):
            guard !durations.isEmpty else { return .zero }
            return self.drawn.withLock { count in
                defer { count = (count + 1) % durations.count }
                return durations[count]
            }
        }
    }
}
