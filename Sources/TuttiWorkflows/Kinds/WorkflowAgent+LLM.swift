extension WorkflowAgent {
    /// A question to a language model.
    public struct LLM: Hashable, Sendable {
        /// What it is asked.
        public var prompt = Template.input
        /// Who it shall be, and how it shall answer.
        public var system: Template?
        /// Which model; nil takes the one that is configured.
        public var model: String?
        /// The most tokens of the answer.
        public var maximumTokens: Int?
        /// How freely it chooses its words, 0 to 2.
        public var temperature: Double?

        /// Creates a question that passes on what the run was asked.
        public init() {}
    }
}

extension WorkflowAgent.LLM: KindPayload {
    static let kind = "llm"

    static let fields: [Field<Self>] = [
        .template("prompt", required: true, "What the model is asked.") { $0.prompt = $1 },
        .template("system", "Who the model shall be, and how it shall answer.") { $0.system = $1 },
        .text("model", "Which model; by default the one that is configured.") { $0.model = $1 },
        .integer("maxTokens", 1...10_000_000, "The most tokens of the answer.") { $0.maximumTokens = $1 },
        .number("temperature", 0...2, "How freely the model chooses its words.") { $0.temperature = $1 },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .llm(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .llm(self) }
}
