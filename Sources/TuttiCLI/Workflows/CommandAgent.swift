internal import TuttiCore
internal import TuttiProcesses
internal import TuttiWorkflows

/// Runs a program: what it reads and its arguments come from templates, its output is the answer.
///
/// It finds the agent's idempotency key in `TUTTI_IDEMPOTENCY_KEY`. The program runs in a process group of its own, which is ended as a whole when the agent is cancelled.
struct CommandAgent: Agent {
    private let command: WorkflowAgent.Command
    private let environment: ChildEnvironment

    init(_ command: WorkflowAgent.Command, environment: ChildEnvironment) {
        self.command = command
        self.environment = environment
    }

    func run(_ context: AgentContext) async throws -> AgentOutput {
        let arguments = self.command.arguments.map { $0.render(context) }
        var environment = self.environment
        environment.add(["TUTTI_IDEMPOTENCY_KEY": context.idempotencyKey])
        environment.add(self.command.environment)
        var invocation = CommandInvocation(
            program: arguments.first ?? "", arguments: Array(arguments.dropFirst()), environment: environment)
        invocation.input = Array(self.command.input.render(context).utf8)
        invocation.workingDirectory = self.command.workingDirectory
        invocation.maximumOutputSize = self.command.maximumOutput ?? invocation.maximumOutputSize
        let text = try await runCommand(invocation).text
        return AgentOutput(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
}
