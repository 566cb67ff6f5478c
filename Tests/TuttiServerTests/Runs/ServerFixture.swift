import TuttiAgents
import TuttiCore
import TuttiServer
import TuttiTesting

/// An agent that says what it was made with, after a time.
struct SlowAgent: Agent {
    var output: String
    var delay: Duration

    func run(_ context: AgentContext) async throws -> AgentOutput {
        try await context.time.sleep(for: self.delay)
        return AgentOutput(self.output)
    }
}

/// Says its pieces with a time before each.
struct PieceSynthesizer: Synthesizer {
    var pieces: [String]
    var interval: Duration
    /// How many pieces it says before it says nothing for a minute; nil for all.
    var hangsAfter: Int?
    var expectedDuration: Duration { self.interval * (self.pieces.count + 1) }

    func synthesize(_ request: SynthesisRequest, in context: AgentContext) async throws -> Synthesis {
        for (index, piece) in self.pieces.enumerated() {
            try await context.time.sleep(for: index == self.hangsAfter ? .seconds(60) : self.interval)
            context.yield(piece)
        }
        return Synthesis(AgentOutput(self.pieces.joined()))
    }
}

/// What an ensemble of the tests does.
struct EnsembleScript: Sendable {
    var pieces = ["Take ", "a ", "walk."]
    var interval = Duration.milliseconds(100)
    var agent = Duration.milliseconds(50)
    var hangsAfter: Int?

    func orchestrator(_ executor: ParallelExecutor, _ time: any TimeSource) throws -> Orchestrator {
        var directory = AgentDirectory()
        try directory.register(
            "memory", SlowAgent(output: "In March a walk helped.", delay: self.agent), description: "The journal.")
        return Orchestrator(
            directory: directory,
            synthesizer: PieceSynthesizer(
                pieces: self.pieces, interval: self.interval, hangsAfter: self.hangsAfter),
            executor: executor, time: time)
    }
}

extension Simulation {
    func ensemble(_ script: EnsembleScript = .init(), deadline: Duration? = .seconds(10)) throws -> Ensemble {
        Ensemble(name: "tutti/test", deadline: deadline, try script.orchestrator(self.parallelExecutor(), self.clock))
    }

    /// Lends a hub that works, and drains it behind.
    func withHub<Value: Sendable>(
        _ limits: RunHubLimits = .init(), observers: [any RunObserver] = [],
        _ body: @escaping @Sendable (RunHub) async throws -> Value
    ) async throws -> Value {
        let clock = self.clock
        let hub = RunHub(limits, observers: observers, time: clock) {
            Timestamp(secondsSince1970: 1_795_000_000 + Double(clock.now.components.seconds))
        }
        async let work: Void = hub.pump()
        let result: Result<Value, any Error>
        do { result = .success(try await body(hub)) } catch { result = .failure(error) }
        hub.drain()
        await work
        return try result.get()
    }
}
