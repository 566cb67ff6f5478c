public import TuttiCore

/// Answers a question with a team of agents: a strategy, a graph, a run, one answer, under one deadline.
///
/// ```swift
/// let coordination = try orchestrator.begin("I'm overwhelmed", within: .seconds(3))
/// for await event in coordination.events { show(event) }  // choosing whom to ask, asking them, answering
/// let report = await coordination.report()                // the answer, kept
/// ```
///
/// The strategist is an agent of the run. Its choice is read while it is made: an agent starts as soon as it is named.
/// A model that hangs costs its share of the deadline and no more: when there is no usable strategy the standard agents
/// are asked, what already runs goes on, and the report says so.
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
    let guidance: Guidance?

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
    ///   - guidance: Answers simple questions without the strategist, and lets agents begin before they are chosen; nil
    ///     leaves everything to the strategist.
    ///   - configuration: The shares of the deadline.
    public init(
        directory: AgentDirectory, strategist: any Strategist = StandardStrategist(),
        synthesizer: any Synthesizer = ExtractiveComposer(), executor: ParallelExecutor = .init(),
        time: any TimeSource = SystemTime.shared, history: History? = nil, durations: DurationLog? = nil,
        guidance: Guidance? = nil, configuration: Configuration = .init()
    ) {
        self.directory = directory
        self.strategist = strategist
        self.synthesizer = synthesizer
        self.executor = executor
        self.time = time
        self.history = history
        self.durations = durations
        self.guidance = guidance
        self.configuration = configuration
    }

    /// Starts the run that chooses whom to ask, asks them and answers.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - duration: The time from now to the deadline; nil sets none.
    ///   - needsAgents: Whether somebody is asked even where the rules of the guidance would ask nobody.
    /// - Throws: ``OrchestrationError`` with `noAgents`; `GraphError` when an agent's options are out of range.
    public func begin(
        _ question: Question, within duration: Duration? = nil, needsAgents: Bool = false
    ) throws -> Coordination {
        guard !self.directory.entries.isEmpty else {
            throw OrchestrationError(.noAgents, "there is nobody to ask: register an agent first")
        }
        let date = self.history?.now()
        let selection = self.selection(for: question)
        let draft =
            switch self.beginning(of: question, selection, needsAgents: needsAgents, within: duration) {
            case .decided(let choice): try self.draft(question, choice, within: duration)
            case .choosing(let expected):
                try self.draft(choosingFor: question, expecting: expected, within: duration)
            }
        let run = self.executor.start(draft.plan, AgentRequest(question.text), within: duration)
        return Coordination(
            question: question, selection: selection, draft: draft, run: run, date: date, orchestrator: self)
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
    /// - Throws: As ``begin(_:within:)`` does; `CancellationError` when the calling task is cancelled.
    public func plan(
        for question: Question, within duration: Duration? = nil
    ) async throws -> (strategy: Strategy, plan: ExecutionPlan) {
        guard !self.directory.entries.isEmpty else {
            throw OrchestrationError(.noAgents, "there is nobody to ask: register an agent first")
        }
        let selection = self.selection(for: question)
        if case .decided(let choice) = self.beginning(of: question, selection, needsAgents: false, within: duration) {
            return (choice.strategy, try self.draft(question, choice, within: nil).plan)
        }
        var graph = AgentGraph("plan")
        let budget = self.configuration.strategyBudget(of: duration)
        let node = graph.add(AgentDirectory.strategistName) { context in
            try await self.choose(for: question, within: budget, in: context) { _ in }
        }
        let report = await self.executor.run(try graph.plan(), AgentRequest(question.text))
        try Task.checkCancellation()
        guard let choice = report[node].value else { throw CancellationError() }
        return (choice.strategy, try self.draft(question, choice, within: nil).plan)
    }
}
