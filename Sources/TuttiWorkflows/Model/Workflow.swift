public import TuttiCore

/// A graph of agents as a file describes it: a plain value that has been checked and can be run any number of times.
public struct Workflow: Hashable, Sendable {
    /// The name, for reports.
    public var name: String
    /// What it is for.
    public var description: String?
    /// The time for the whole run; nil sets none.
    public var deadline: Duration?
    /// The time before the deadline that belongs to the final agents alone; nil takes what they are expected to need.
    public var reserve: Duration?
    /// The most agents at work at the same moment; nil sets no limit.
    public var maximumParallel: Int?
    /// The least time between the starts of two agents.
    public var startSpacing: Duration = .zero
    /// Whether the first agent that fails cancels all others.
    public var failsFast = false
    /// The agents in the order of the file.
    public var agents: [WorkflowAgent]

    /// Creates a workflow; what is wrong with it is found by ``makeGraph(random:firstTurn:time:_:)``.
    public init(name: String = "workflow", agents: [WorkflowAgent] = []) {
        self.name = name
        self.agents = agents
    }

    /// The agent called `name`.
    public subscript(name: String) -> WorkflowAgent? { self.agents.first { $0.name == name } }

    /// The bounds of a run as the file sets them; the deadline goes to the run itself.
    public var configuration: ParallelExecutor.Configuration {
        var configuration = ParallelExecutor.Configuration()
        configuration.maximumParallel = self.maximumParallel
        configuration.startSpacing = self.startSpacing
        configuration.reserve = self.reserve
        configuration.failsFast = self.failsFast
        return configuration
    }

    /// What the file says and what has no effect.
    public var warnings: [String] {
        let hasEffect = self.reserve == nil || self.agents.contains(where: \.isFinal)
        return hasEffect ? [] : ["reserve has no effect: no agent is final"]
    }
}
