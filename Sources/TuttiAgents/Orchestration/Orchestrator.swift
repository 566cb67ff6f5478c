public import TuttiCore

/// Answers a question with a team of agents: a strategy, a graph, a run, one answer, under one deadline.
///
/// ```swift
/// let coordination = try await orchestrator.begin("I'm overwhelmed", within: .seconds(3))  // choosing whom to ask
/// for await event in coordination.events { show(event) }                                   // following the run
/// let report = await coordination.report()                                                 // the answer, kept
/// ```
///
/// The strategist runs as an agent of its own, so a model that hangs costs its share of the deadline and no more. When
/// there is no usable strategy the standard agents are asked, and the report says so.
public struct Orchestrator: Sendable {
    /// Where coordinations are kept, and what tells the date.
    public struct History: Sendable {
        let store: any HistoryStore
        let now: @Sendable () -> Timestamp

        /// Creates a history; `now` reads the wall clock.
        public init(_ store: any HistoryStore, now: @escaping @Sendable () -> Timestamp) {
            self.store = store
            self.now = now
        }
    }

    /// The agents that can be asked.
    public let directory: AgentDirectory
    /// The shares of the deadline.
    public let configuration: Configuration
    let strategist: any Strategist
    let synthesizer: any Synthesizer
    let executor: ParallelExecutor
    let time: any TimeSource
    let history: History?
    let durations: DurationLog?

    /// Creates an orchestrator.
    ///
    /// - Parameters:
    ///   - directory: The agents that can be asked.
    ///   - strategist: Chooses among them.
    ///   - synthesizer: Makes one answer of what they say.
    ///   - executor: Runs them; its limits are those of every run.
    ///   - time: The clock of the executor.
    ///   - history: Where coordinations are kept; nil keeps none.
    ///   - durations: How long the agents and the answer took before, which puts the next run in order and keeps time free
    ///     for its answer; learns from each run. Nil takes what is declared.
    ///   - configuration: The shares of the deadline.
    public init(
        directory: AgentDirectory, strategist: any Strategist = StandardStrategist(),
        synthesizer: any Synthesizer = ExtractiveComposer(), executor: ParallelExecutor = .init(),
        time: any TimeSource = SystemTime.shared, history: History? = nil, durations: DurationLog? = nil,
        configuration: Configuration = .init()
    ) {
        self.directory = directory
        self.strategist = strategist
        self.synthesizer = synthesizer
        self.executor = executor
        self.time = time
        self.history = history
        self.durations = durations
        self.configuration = configuration
    }

    /// Chooses whom to ask, then starts the run.
    ///
    /// Returns when the strategy is there, at the latest when its share of the time is over; the run has then begun.
    /// Show "choosing whom to ask" while this is awaited.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - duration: The time from now to the deadline, the strategy's time included; nil sets none.
    /// - Throws: `CancellationError` when the calling task is cancelled before the run began (nothing goes on then);
    ///   ``OrchestrationError`` with `noAgents`; `GraphError` when an agent's options are out of range.
    public func begin(_ question: Question, within duration: Duration? = nil) async throws -> Coordination {
        let start = self.time.now
        let date = self.history?.now()
        let choice = try await self.choose(for: question, within: duration)
        try Task.checkCancellation()
        let left = duration.map { max(start + $0 - self.time.now, .zero) }
        let draft = try self.draft(question, choice, within: left)
        let request = AgentRequest(question.text, prompts: choice.strategy.prompts)
        return Coordination(
            question: question, choice: choice, draft: draft,
            run: self.executor.start(draft.plan, request, within: left),
            deadline: duration, date: date, orchestrator: self)
    }

    /// Answers a question: ``begin(_:within:)`` and ``Coordination/report()`` in one.
    ///
    /// When the calling task is cancelled during the run, the run ends and the report has what was there.
    ///
    /// - Throws: As ``begin(_:within:)`` does.
    public func ask(_ question: Question, within duration: Duration? = nil) async throws -> CoordinationReport {
        try await self.begin(question, within: duration).report()
    }

    /// What ``begin(_:within:)`` would do: the strategy and the plan, without asking an agent.
    ///
    /// - Throws: As ``begin(_:within:)`` does.
    public func plan(
        for question: Question, within duration: Duration? = nil
    ) async throws -> (strategy: Strategy, plan: ExecutionPlan) {
        let choice = try await self.choose(for: question, within: duration)
        try Task.checkCancellation()
        return (choice.strategy, try self.draft(question, choice, within: nil).plan)
    }
}

extension Strategy {
    /// The prompts by agent; an agent that is not in it is asked the question itself.
    var prompts: [String: String] {
        Dictionary(
            self.assignments.compactMap { assignment in assignment.prompt.map { (assignment.agent, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
