extension WorkflowAgent {
    /// A call of a tool of an MCP server.
    public struct MCP: Hashable, Sendable {
        /// Where the tool is.
        public enum Server: Hashable, Sendable {
            /// A server of the configuration, by its name there.
            case named(String)
            /// A program that is started for this workflow.
            case started(command: String, arguments: [String], environment: [String: String])
        }

        /// Where the tool is.
        public var server = Server.named("")
        /// The name of the tool.
        public var tool = ""
        /// What it is given.
        public var arguments = TemplateValue.object([])

        /// Creates a call without a tool.
        public init() {}
    }
}

extension WorkflowAgent.MCP: KindPayload {
    static let kind = "mcp"

    static let fields: [Field<Self>] = [
        Field(
            "server", .either([.text, .object("server")]), required: true,
            "The name of a configured server, or {command, args, env} of one to start."
        ) {
            if let server = $2.server($0) { $1.server = server }
        },
        .text("tool", required: true, "The name of the tool.") { $0.tool = $1 },
        Field("arguments", .arguments, "What the tool is given; texts may hold placeholders.") {
            if let members = $2.templateMembers($0) { $1.arguments = .object(members) }
        },
    ]

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .mcp(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .mcp(self) }

    /// The object at `server`.
    struct StartedServer: Sendable {
        var command = ""
        var arguments: [String] = []
        var environment: [String: String] = [:]

        static let fields: [Field<StartedServer>] = [
            .text("command", required: true, "The program that is the server.") { $0.command = $1 },
            .texts("args", "Its arguments.") { $0.arguments = $1 },
            .textMap("env", "Variables that are added to its environment.") { $0.environment = $1 },
        ]
    }
}

extension WorkflowReader {
    fileprivate mutating func server(_ node: DocumentNode) -> WorkflowAgent.MCP.Server? {
        guard case .object = node.content else { return self.text(node).map { .named($0) } }
        var server = WorkflowAgent.MCP.StartedServer()
        guard self.object(node, into: &server, WorkflowAgent.MCP.StartedServer.fields) else { return nil }
        return .started(command: server.command, arguments: server.arguments, environment: server.environment)
    }
}
