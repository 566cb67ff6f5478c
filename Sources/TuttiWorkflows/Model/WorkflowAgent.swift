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
        /// It runs another workflow.
        case workflow(Nested)
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
    /// The agents of which the first that succeeds is enough; the others are stopped.
    public var firstOf: [String] = []
    /// What must hold of its inputs for it to be asked at all.
    public var condition: InputCondition?
    /// The list for each item of which it is asked; nil asks it once.
    public var map: MapPolicy?
    /// Whether it gives the answer of the run, and is therefore exempt from the cut-off before the deadline.
    public var isFinal = false
    /// The time for all its attempts; nil takes the executor's.
    public var timeout: Duration?
    /// How the time for all its attempts is learned, where ``timeout`` gives none.
    public var learnedTimeout: LearnedTimeout?
    /// The least time with which it is worth to start it.
    public var minimumBudget: Duration = .zero
    /// How often it is tried, and how far apart.
    public var retry = RetryPolicy()
    /// When a slow call is made a second time.
    public var hedge: HedgingPolicy?
    /// Its output when it fails or times out; nil lets it fail.
    public var fallback: String?
    /// What is asked instead when its last attempt has failed; before ``fallback``.
    public var fallbackKind: Kind?
    /// The model that is asked instead, while the agent is read.
    var fallbackModel: String?
    /// What a call changes outside of the run; nil takes what agents of its kind usually do.
    public var sideEffects: SideEffects?
    /// How its results are kept; nil asks it every time.
    public var cache: Cache?
    /// What a call is expected to cost, in US dollars.
    public var expectedCost = 0.0

    /// Creates an agent that depends on nobody.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// All agents that this one depends on, in the order of the file's keys: needs, wants, quorum, firstOf.
    public var inputs: [String] { self.needs + self.wants + (self.quorum?.agents ?? []) + self.firstOf }

    /// What a call changes outside of the run, as the file says or else as its kind does.
    public var effectiveSideEffects: SideEffects { self.sideEffects ?? self.kind.usualSideEffects }

    /// What the runtime is told about the agent, but for who else is asked.
    public var options: AgentOptions {
        var options = AgentOptions()
        options.timeout = self.timeout
        options.learnedTimeout = self.learnedTimeout
        options.minimumBudget = self.minimumBudget
        options.retry = self.retry
        options.hedging = self.hedge
        options.fallback = self.fallback.map { AgentOutput($0) }
        options.sideEffects = self.effectiveSideEffects
        options.isFinal = self.isFinal
        options.expectedCost = self.expectedCost
        if let condition { options.condition = { inputs in condition.holds(inputs) } }
        if case .simulated(let simulated) = self.kind { options.expectedDuration = simulated.duration.expected }
        return options
    }
}
