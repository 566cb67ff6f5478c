/// Everything that came of one run: what its events say, folded, and the results of its agents.
public struct RunReport: Sendable {
    /// The run.
    public var run: RunID
    /// The name of the graph.
    public var name: String
    /// What came of the run as a whole.
    public var status: RunStatus
    /// The time the run was given; nil when it had no deadline.
    public var deadline: Duration?
    /// The time from the start to the end of the run.
    public var wallTime: Duration
    /// The most attempts that were at work at the same moment.
    public var maximumConcurrency: Int
    /// What a person should know.
    public var warnings: [String]
    /// The number of events.
    public var eventCount: Int

    let plan: ExecutionPlan
    let details: RunDetails

    init(_ run: RunID, _ outcome: RunOutcome) {
        self.init(
            run: run, name: outcome.plan.name, status: outcome.status, deadline: outcome.timeGiven?.duration,
            wallTime: outcome.wallTime.duration, maximumConcurrency: Int(outcome.tally.maximumConcurrency),
            warnings: outcome.notes.warnings, eventCount: outcome.tally.events, plan: outcome.plan,
            details: RunDetails(outcome))
    }

    init(
        run: RunID, name: String, status: RunStatus = .failed, deadline: Duration? = nil, wallTime: Duration = .zero,
        maximumConcurrency: Int = 0, warnings: [String] = [], eventCount: Int = 0, plan: ExecutionPlan,
        details: RunDetails
    ) {
        self.run = run
        self.name = name
        self.status = status
        self.deadline = deadline
        self.wallTime = wallTime
        self.maximumConcurrency = maximumConcurrency
        self.warnings = warnings
        self.eventCount = eventCount
        self.plan = plan
        self.details = details
    }

    /// The agents in the order in which they were declared.
    ///
    /// Made when they are first asked for: a run of a million agents whose results are all that matters pays for none.
    public var agents: [AgentReport] { self.details.agents }

    /// The measured time of the slowest chain of dependencies.
    public var criticalPath: Duration { self.plan.longestPath(of: self.agents.map(\.duration)) }

    /// The result of an agent, or why it is missing.
    ///
    /// Traps when the handle belongs to another graph than the one that was run.
    public subscript<Output>(node: AgentGraph.Node<Output>) -> Wanted<Output> {
        guard self.plan.contains(node) else {
            preconditionFailure("'\(node.name)' is a handle of another graph than '\(self.name)', which was run")
        }
        return self.details.value(of: node.index).map { value in
            guard let output = cast(value, to: Output.self) else {
                preconditionFailure("'\(node.name)' gave \(type(of: value)), its handle says \(Output.self)")
            }
            return output
        }
    }

    /// The report of the agent called `name`; nil when the run had none.
    public subscript(name: String) -> AgentReport? { self.agents.first { $0.name == name } }

    // MARK: Aggregates

    /// The agents that gave a result.
    public var successful: [AgentReport] { self.agents.filter { $0.state == .succeeded } }

    /// The agents that were asked and gave none, though somebody still needed it.
    public var failed: [AgentReport] {
        self.agents.filter { agent in
            switch agent.state {
            case .failed, .timedOut, .cancelled: agent.skipReason == nil
            case .succeeded, .skipped: false
            }
        }
    }

    /// The share of the agents that gave a result, 0 to 1; skipped agents do not count.
    public var successRate: Double {
        let asked = self.successful.count + self.failed.count
        return asked == 0 ? 0 : Double(self.successful.count) / Double(asked)
    }

    /// The time that the agents would have taken one after another.
    public var sequentialTime: Duration { self.agents.reduce(.zero) { $0 + $1.duration } }

    /// How many times faster than one after another, measured; 1 when nothing was asked.
    public var speedup: Double {
        guard self.sequentialTime > .zero, self.wallTime > .zero else { return 1 }
        return self.sequentialTime / self.wallTime
    }

    /// What all attempts have used, cancelled and failed ones included.
    public var usage: Usage { self.agents.reduce(Usage()) { $0 + $1.usage } }

    /// The answer, nil when there is none: the output of the final agent, the last one where final agents follow each
    /// other, else of the agents that nobody depends on; several are told apart by their names.
    public var output: String? {
        let agents = self.agents
        let outputs = self.plan.outputGroups.lazy.map { Self.outputs(of: $0, agents) }.first { !$0.isEmpty } ?? []
        if outputs.count > 1 { return outputs.map { "\($0.name): \($0.text)" }.joined(separator: "\n") }
        return outputs.first?.text
    }

    private static func outputs(of indices: [Int], _ agents: [AgentReport]) -> [(name: String, text: String)] {
        indices.compactMap { index in agents[index].output.map { (agents[index].name, $0) } }
    }
}
