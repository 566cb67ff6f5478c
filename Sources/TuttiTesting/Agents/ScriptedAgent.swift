public import TuttiCore

/// An agent that does what it was told, attempt by attempt, and remembers how it was called.
///
/// It stands in for what an agent of yours waits for: slow, failing, hanging, deaf to cancellation, too late. It is an
/// ``Agent``, and ``body`` is a closure for the typed door of a graph:
///
/// ```swift
/// let tasks = ScriptedAgent(["Call Sam"], after: .logNormal(p50: .seconds(1), p95: .seconds(4)))
/// let memory = ScriptedAgent<[String]>(attempts: .fails("busy", retryAfter: .seconds(2)), .neverReturns)
/// let due = graph.add("tasks", tasks.body)
/// ```
///
/// All its waits are on the clock of the run. In a simulation its latencies come from the seed, its name and the number
/// of the attempt: the same seed gives the same ones, whatever else is in the graph.
public final class ScriptedAgent<Output: Sendable>: Sendable {
    private let attempts: [Attempt]
    private let log = CallLog()

    /// Creates an agent that gives the same output each time.
    public convenience init(_ output: Output, after latency: Latency = .none) {
        self.init(attempts: [.returns(output, after: latency)])
    }

    /// Creates an agent that does this in its first attempt, that in its second, and so on; the last one is repeated.
    ///
    /// Each run begins with the first.
    public convenience init(attempts first: Attempt, _ others: Attempt...) { self.init(attempts: [first] + others) }

    /// Creates an agent from a list of attempts, of which the last one is repeated; an empty list fails.
    public init(attempts: [Attempt]) {
        self.attempts =
            attempts.isEmpty
            ? [.fails("the script of this agent has no attempt: give it one", isRetryable: false)] : attempts
    }

    /// How it was called, in the order in which the calls began; the first 100,000 are remembered.
    public var calls: [AgentCall] { self.log.calls }

    /// The number of its calls.
    public var callCount: Int { self.log.count }

    /// The agent as a closure, for a node of a graph that depends on nobody.
    public var body: @Sendable (AgentContext) async throws -> Output {
        { context in try await self(context) }
    }

    /// Does what the script says for this attempt.
    ///
    /// - Throws: What the script fails with; `CancellationError` when it is cancelled and does not ignore that.
    public func callAsFunction(_ context: AgentContext) async throws -> Output {
        let number = self.log.begin(AgentCall(context))
        let activities = (context.time as? VirtualClock)?.activities
        let activity = activities?.begin("'\(context.agent)', attempt \(context.attempt)")
        defer { if let activity { activities?.end(activity) } }
        return try await withTaskCancellationHandler {
            do {
                let output = try await self.perform(context, number)
                self.log.end(number, .returned, at: context.time.now)
                return output
            } catch {
                let isStop = error is CancellationError
                self.log.end(number, isStop ? .stopped : .failed("\(error)"), at: context.time.now)
                throw error
            }
        } onCancel: {
            self.log.cancel(number, at: context.time.now)
        }
    }

    private func perform(_ context: AgentContext, _ number: Int) async throws -> Output {
        let attempt = self.attempts[min(context.attempt, self.attempts.count) - 1]
        var generator = Self.generator(context)
        if attempt.usage != Usage() { context.record(attempt.usage) }
        func wait(_ latency: Latency) async throws {
            let duration = latency.draw(number: number, using: &generator)
            try await Self.wait(for: duration, on: context.time, ignoringCancellation: attempt.ignoresCancellation)
        }
        try await wait(attempt.latency)
        for piece in attempt.pieces {
            context.yield(piece)
            try await wait(attempt.interval)
        }
        switch attempt.ending {
        case .returns(let output): return try await output(context)
        case .fails(let error): throw error
        case .hangs: try await ScriptedWait.waitForCancellation()
        case .neverReturns:
            // Never resumed: that is the point. A checked continuation would complain on its way out.
            return await withUnsafeContinuation { (_: UnsafeContinuation<Output, Never>) in }
        }
    }

    /// What it draws from. A run's identity comes from the seed of the simulation and differs from run to run.
    private static func generator(_ context: AgentContext) -> SeededRandomNumberGenerator {
        var hash = TraceHash()
        hash.combine("\(context.run) \(context.attempt) \(context.agent)")
        return SeededRandomNumberGenerator(seed: hash.value)
    }

    private static func wait(
        for duration: Duration, on time: any TimeSource, ignoringCancellation: Bool
    ) async throws {
        guard duration > .zero else { return }
        guard ignoringCancellation else { return try await time.sleep(for: duration) }
        await withCheckedContinuation { continuation in
            // Never called off: the wait goes on whatever happens.
            _ = time.schedule(at: time.now + duration) { continuation.resume() }
        }
    }
}

extension ScriptedAgent: Agent {
    /// Does what the script says for this attempt; an output that is no ``AgentOutput`` becomes one with its text.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        let output = try await self(context)
        return output as? AgentOutput ?? AgentOutput(outputText(of: output))
    }
}
