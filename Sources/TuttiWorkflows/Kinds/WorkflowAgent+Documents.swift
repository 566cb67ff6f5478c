extension WorkflowAgent {
    /// A search in a folder of documents.
    public struct Documents: Hashable, Sendable {
        /// The folder.
        public var path = ""
        /// What is looked for.
        public var query = Template.input
        /// The most passages that are given.
        public var limit = 5

        /// Creates a search without a folder.
        public init() {}
    }
}

extension WorkflowAgent.Documents: KindPayload {
    static let kind = "documents"

    static let fields: [Field<Self>] = [
        .text("path", required: true, "The folder that is searched.") { $0.path = $1 },
        .template("query", "What is looked for; {{input}} by default.") { $0.query = $1 },
        .integer("limit", 1...100, "The most passages that are given; 5 by default.") { $0.limit = $1 },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .documents(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .documents(self) }
}
