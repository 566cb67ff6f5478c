extension WorkflowAgent {
    /// A program that is run: its input on stdin, its output from stdout.
    public struct Command: Hashable, Sendable {
        /// The program and its arguments; no shell looks at them, and the program itself holds no placeholder.
        public var arguments: [Template] = []
        /// What the program reads.
        public var input = Template.input
        /// Variables that are added to the environment.
        public var environment: [String: String] = [:]
        /// The folder it runs in; nil takes that of the caller.
        public var workingDirectory: String?
        /// The most bytes of output that are kept; nil takes the caller's limit.
        public var maximumOutput: Int?

        /// Creates a command without a program.
        public init() {}
    }
}

extension WorkflowAgent.Command: KindPayload {
    static let kind = "command"

    static let fields: [Field<Self>] = [
        Field("run", .texts, required: true, "The program and its arguments, as [\"wc\", \"-w\"].") {
            if let arguments = $2.programAndArguments($0) { $1.arguments = arguments }
        },
        .template("input", "What the program reads on stdin; {{input}} by default.") { $0.input = $1 },
        .textMap("env", "Variables that are added to the environment.") { $0.environment = $1 },
        .text("cwd", "The folder that the program runs in.") { $0.workingDirectory = $1 },
        .integer("maximumOutput", 1...100_000_000, "The most bytes of output that are kept.") { $0.maximumOutput = $1 },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .command(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .command(self) }
}

extension WorkflowReader {
    fileprivate mutating func programAndArguments(_ node: DocumentNode) -> [Template]? {
        let arguments = self.list(node, atLeast: 1) { reader, node in reader.template(node) }
        if let program = arguments?.first {
            if !program.isConstant {
                // What a model or a person wrote must not choose the program.
                self.fail("the program itself cannot hold a placeholder, only its arguments can", at: node.place)
            } else if program.source.isEmpty {
                self.fail("the program has an empty name", at: node.place)
            }
        }
        return arguments
    }
}
