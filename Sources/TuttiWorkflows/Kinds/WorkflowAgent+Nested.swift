extension WorkflowAgent {
    /// Another workflow file that is run as one agent.
    public struct Nested: Hashable, Sendable {
        /// The file, relative to the folder of the outermost one.
        public var path = ""
        /// What it is asked.
        public var input = Template.input
        /// What is in the file.
        public var workflow = Workflow()
        /// Whether it is made by who makes agents instead of from its agents.
        package var isOpaque = false

        /// Creates a workflow without agents.
        public init() {}
    }
}

extension WorkflowAgent.Nested: KindPayload {
    static let kind = "workflow"

    static let fields: [Field<Self>] = [
        Field(
            "path", .text, required: true,
            "The workflow file, relative to this one and below the outermost one's folder."
        ) {
            $2.nestedWorkflow($0, into: &$1)
        },
        .template("input", "What the workflow is asked; {{input}} by default.") { $0.input = $1 },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .workflow(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .workflow(self) }
}
