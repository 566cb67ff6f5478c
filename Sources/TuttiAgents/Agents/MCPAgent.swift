public import TuttiCore
internal import TuttiJSON
internal import TuttiMCP
public import TuttiModels

/// Looks up in tool servers what the question needs: tasks above all.
///
/// It calls only what its ``ToolPolicy`` allows. A model may propose calls; without one, or when its proposal does not
/// hold, tools are chosen by their names. Servers are asked in parallel, and one that fails hides no other: its message
/// becomes a warning. What tools answer is data; nothing in it is followed or reaches a terminal as a command.
public struct MCPAgent: Agent {
    /// The limits of an agent; a run with less time leaves less.
    public struct Configuration: Hashable, Sendable {
        /// How long a server that is still starting is waited for.
        public var startupPatience: Duration = .seconds(10)
        /// The limit of one call.
        public var callTimeout: Duration = .seconds(10)
        /// The limit of the model that proposes calls; at most two fifths of the time that is left.
        public var proposalTimeout: Duration = .seconds(8)
        /// The most lines of the answer.
        public var maximumLines = 20

        /// Creates the default limits.
        public init() {}
    }

    let registry: ToolRegistry
    let policy: ToolPolicy
    let model: (any LanguageModel)?
    let configuration: Configuration
    private let today: @Sendable () -> CalendarDay

    /// Creates an agent.
    ///
    /// - Parameters:
    ///   - registry: The tool servers.
    ///   - policy: What may be called.
    ///   - model: Proposes calls; nil chooses tools by their names.
    ///   - today: The present day where the person is, by which tasks are overdue.
    public init(
        registry: ToolRegistry, policy: ToolPolicy = .init(), model: (any LanguageModel)? = nil,
        configuration: Configuration = .init(), today: @escaping @Sendable () -> CalendarDay
    ) {
        self.registry = registry
        self.policy = policy
        self.model = model
        self.configuration = configuration
        self.today = today
    }

    /// Answers with the open tasks, the most urgent first, and with the lines of other tools.
    ///
    /// - Throws: ``MCPError`` when there was something to ask and every server failed.
    public func run(_ context: AgentContext) async throws -> AgentOutput {
        guard !self.registry.names.isEmpty else { return "No tool server is configured." }
        let today = self.today()
        let budget = TimeBudget(context)
        var report = ToolReport(today: today, maximumLines: self.configuration.maximumLines)
        let proposed = await self.proposedCalls(context, today, budget, &report)
        let ranking = ToolRanking(question: context.text, policy: self.policy, today: today)
        await withTaskGroup(of: (Int, ServerAnswers).self) { group in
            for (index, server) in self.registry.names.enumerated() {
                group.addTask { (index, await self.ask(server, proposed, ranking, budget, context)) }
            }
            let all = await group.reduce(into: [(Int, ServerAnswers)]()) { $0.append($1) }
            for (_, answers) in all.sorted(by: { $0.0 < $1.0 }) { report.add(answers) }
        }
        try Task.checkCancellation()
        for failure in report.failures { context.warn("\(failure)") }
        return try report.output()
    }

    // MARK: Calls

    private func ask(
        _ server: String, _ proposed: [ToolCall]?, _ ranking: ToolRanking, _ budget: TimeBudget,
        _ context: AgentContext
    ) async -> ServerAnswers {
        var answers = ServerAnswers(server: server)
        let mine = proposed?.filter { $0.server == server }
        guard mine?.isEmpty != true else { return answers }
        do {
            let connection = try await self.registry.connection(
                named: server, within: budget.limit(self.configuration.startupPatience))
            let calls = mine ?? ranking.calls(server: server, tools: connection.tools)
            answers.add(await self.make(calls, connection.client, budget, context))
        } catch {
            answers.failures.append(Self.failure(error, server))
        }
        return answers
    }

    /// Makes all calls of one server at once; the results are in the order of the calls.
    private func make(
        _ calls: [ToolCall], _ client: MCPClient, _ budget: TimeBudget, _ context: AgentContext
    ) async -> [(ToolCall, Result<ToolAnswer, MCPError>)] {
        await withTaskGroup(of: (Int, Result<ToolAnswer, MCPError>).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask { (index, await self.make(call, client, budget, context)) }
            }
            let all = await group.reduce(into: [Int: Result<ToolAnswer, MCPError>]()) { $0[$1.0] = $1.1 }
            return calls.enumerated().compactMap { index, call in all[index].map { (call, $0) } }
        }
    }

    private func make(
        _ call: ToolCall, _ client: MCPClient, _ budget: TimeBudget, _ context: AgentContext
    ) async -> Result<ToolAnswer, MCPError> {
        // Judged once more where the call is made: this is the only way to a tool.
        let verdict = self.policy.verdict(server: call.server, tool: call.tool)
        guard verdict.isAllowed else {
            let message = "the tool \"\(call.tool)\" was not called: \(verdict.reason)"
            return .failure(MCPError(.requestRefused, server: call.server, message))
        }
        do {
            // The same call of a further attempt is the same; another call of this one is another.
            let key = context.idempotencyKey(of: [
                call.server, call.tool, JSONValue.object(call.arguments).serialized(),
            ])
            let result = try await client.callTool(
                call.tool, arguments: call.arguments, idempotencyKey: key,
                timeout: budget.limit(self.configuration.callTimeout))
            return .success(try ToolAnswer(result, server: call.server, tool: call.tool))
        } catch {
            return .failure(Self.failure(error, call.server))
        }
    }

    static func failure(_ error: any Error, _ server: String) -> MCPError {
        error as? MCPError ?? MCPError(.cancelled, server: server, "was not waited for any longer: \(error)")
    }
}
