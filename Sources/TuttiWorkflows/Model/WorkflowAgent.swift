public import TuttiCore

/// One agent of a workflow file: when it runs, how often it is tried, and what it does.
public struct WorkflowAgent: Hashable, Sendable {
    /// So many of some agents must succeed before this one starts.
    public struct Quorum: Hashable, Sendable {
        /// How many.
        public var count: Int
        /// Of which.
        public var agents: [String]

        /// Creates a quorum.
        public init(count: Int, of agents: [String]) {
            self.count = count
            self.agents = agents
        }
    }

    /// When a slow call is made a second time. Read and checked, and not yet acted on.
    public struct Hedge: Hashable, Sendable {
        /// When the next attempt starts.
        public enum Delay: Hashable, Sendable {
            /// After the time within which 95 of 100 calls have ended.
            case percentile95
            /// After a time.
            case duration(Duration)
        }

        /// When the next attempt starts.
        public var delay: Delay
        /// The number of attempts, the first included.
        public var maximumAttempts: Int

        /// Creates a hedge.
        public init(after delay: Delay = .percentile95, maximumAttempts: Int = 2) {
            self.delay = delay
            self.maximumAttempts = maximumAttempts
        }
    }

    /// What a call changes outside of the run.
    public enum SideEffects: String, Hashable, Sendable, CaseIterable {
        /// Nothing.
        case none
        /// Something, and twice is the same as once.
        case idempotent
        /// Something, and each time again.
        case external
    }

    /// What the agent does.
    public enum Kind: Hashable, Sendable {
        /// It waits, and gives a text.
        case simulated(Simulated)
        /// It runs a program.
        case command(Command)
        /// It asks a language model.
        case llm(LLM)
        /// It calls a tool of an MCP server.
        case mcp(MCP)
        /// It searches what was said before.
        case memory(Memory)
        /// It searches a folder of documents.
        case documents(Documents)
    }

    /// Its name, unique in the workflow.
    public var name: String
    /// What it is for.
    public var description: String?
    /// What it does.
    public var kind: Kind
    /// The agents that must have succeeded before it starts.
    public var needs: [String] = []
    /// The agents that are waited for, whatever comes of them.
    public var wants: [String] = []
    /// The agents of which so many must have succeeded.
    public var quorum: Quorum?
    /// Whether it gives the answer of the run, and is therefore exempt from the cut-off before the deadline.
    public var isFinal = false
    /// The time for all its attempts; nil takes the executor's.
    public var timeout: Duration?
    /// How often it is tried, and how far apart.
    public var retry = RetryPolicy()
    /// When a slow call is made a second time.
    public var hedge: Hedge?
    /// Its output when it fails or times out; nil lets it fail.
    public var fallback: String?
    /// What a call changes outside of the run; nil when the file does not say.
    public var sideEffects: SideEffects?
    /// What a call is expected to cost, in US dollars.
    public var expectedCost = 0.0

    /// Creates an agent that depends on nobody.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// All agents that this one depends on, in the order of the file's keys: needs, wants, quorum.
    public var inputs: [String] { self.needs + self.wants + (self.quorum?.agents ?? []) }

    /// What the runtime is told about the agent.
    public var options: AgentOptions {
        var options = AgentOptions()
        options.timeout = self.timeout
        options.retry = self.retry
        options.fallback = self.fallback.map { AgentOutput($0) }
        options.isFinal = self.isFinal
        options.expectedCost = self.expectedCost
        if case .simulated(let simulated) = self.kind { options.expectedDuration = simulated.duration.expected }
        return options
    }
}

extension WorkflowAgent.Kind {
    /// The word at `kind` in a file.
    package var name: String {
        switch self {
        case .simulated: WorkflowAgent.Simulated.kind
        case .command: WorkflowAgent.Command.kind
        case .llm: WorkflowAgent.LLM.kind
        case .mcp: WorkflowAgent.MCP.kind
        case .memory: WorkflowAgent.Memory.kind
        case .documents: WorkflowAgent.Documents.kind
        }
    }
}
