extension WorkflowAgent {
    /// A search in what was said and noted before.
    public struct Memory: Hashable, Sendable {
        /// What is looked for.
        public var query = Template.input
        /// The most passages that are given.
        public var limit = 5

        /// Creates a search for what the run was asked.
        public init() {}
    }
}

extension WorkflowAgent.Memory: KindPayload {
    static let kind = "memory"

    static let fields: [Field<Self>] = [
        .template("query", "What is looked for; {{input}} by default.") { $0.query = $1 },
        .integer("limit", 1...100, "The most passages that are given; 5 by default.") { $0.limit = $1 },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .memory(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .memory(self) }
}
