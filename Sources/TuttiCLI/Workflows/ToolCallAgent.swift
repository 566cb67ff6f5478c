internal import TuttiAgents
internal import TuttiCore
internal import TuttiJSON
internal import TuttiMCP
internal import TuttiWorkflows

/// Calls the one tool that a workflow file names, with arguments from templates.
struct ToolCallAgent: Agent {
    /// How long a server may take to start, and a call to answer, when the agent has no limit of its own.
    private static let patience = Duration.seconds(60)

    private let call: WorkflowAgent.MCP
    private let server: String
    private let registry: ToolRegistry

    init(_ call: WorkflowAgent.MCP, server: String, registry: ToolRegistry) {
        self.call = call
        self.server = server
        self.registry = registry
    }

    func run(_ context: AgentContext) async throws -> AgentOutput {
        let client = try await self.registry.client(named: self.server, within: context.remaining ?? Self.patience)
        let arguments = self.call.arguments.render(context).object ?? JSONObject()
        let result = try await client.callTool(
            self.call.tool, arguments: arguments, idempotencyKey: context.idempotencyKey,
            timeout: context.remaining ?? Self.patience)
        return AgentOutput(try result.get(tool: self.call.tool, server: self.server).text)
    }
}
