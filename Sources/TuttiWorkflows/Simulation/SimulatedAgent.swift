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
    private let random: (@Sendable () -> UInt64)?
    private let drawn: Lock<Int>

    /// Creates an agent.
    ///
    /// - Parameters:
    ///   - behaviour: What it does.
    ///   - random: Gives 64 random bits; a log-normal duration takes two of them. Nil draws them from the identity of the
    ///     run, the name of the agent and the number of the attempt.
    ///   - firstTurn: Where a list of durations begins, for an agent that is made anew for each of many runs.
    public init(
        _ behaviour: WorkflowAgent.Simulated, random: (@Sendable () -> UInt64)? = nil, firstTurn: Int = 0
    ) {
        self.behaviour = behaviour
        self.random = random
        self.drawn = Lock(max(0, firstTurn))
    }

    /// Takes its time, then answers or fails.
    ///
    /// - Throws: ``Failure``, and `CancellationError` when it is cancelled and does not ignore that.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        if self.behaviour.usage != Usage() { context.record(self.behaviour.usage) }
        let end = context.time.now + self.nextDuration(context)
        switch self.behaviour.misbehaviour {
        // An attempt that is never resumed is never freed: in virtual time years will do, and thousands of runs fit.
        case .neverReturns where !(context.time is SystemTime):
            await Self.wait(until: context.time.now + Self.never, context.time)
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

    /// What counts as never in virtual time: longer than any duration of a workflow.
    package static let never = Duration.seconds(2 * 31_536_000)

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

    private func nextDuration(_ context: AgentContext) -> Duration {
        self.behaviour.duration.draw {
            if let random { return random }
            var generator = AttemptDraws.generator(run: context.run, agent: context.agent, attempt: context.attempt)
            return { generator.next() }
        } turn: {
            self.drawn.withLock { count in
                defer { count += 1 }
                return count
            }
        }
    }
}
