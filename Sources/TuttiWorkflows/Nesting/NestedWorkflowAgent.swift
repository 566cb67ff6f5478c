internal import TuttiCore

/// Runs another workflow, and answers what it answers.
struct NestedWorkflowAgent: Agent {
    /// Why there is no answer.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let nested: WorkflowAgent.Nested
    private let plan: ExecutionPlan

    init(_ nested: WorkflowAgent.Nested, _ plan: ExecutionPlan) {
        self.nested = nested
        self.plan = plan
    }

    func run(_ context: AgentContext) async throws -> AgentOutput {
        let workflow = self.nested.workflow
        let report = await context.run(
            self.plan, AgentRequest(self.nested.input.render(context)), workflow.configuration,
            within: workflow.deadline,
            speaks: true)
        let reasons = report.failed.prefix(3).map { "'\($0.name)': \($0.error ?? $0.state.rawValue)" }.joined(
            separator: "; ")
        guard let output = report.output else {
            throw Failure(description: "the workflow \(quoted(workflow.name)) has no answer: \(reasons)")
        }
        if report.status != .complete { context.warn("\(context.agent): the answer is partial: \(reasons)") }
        return AgentOutput(output)
    }
}
