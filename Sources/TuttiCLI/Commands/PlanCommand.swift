internal import ArgumentParser
internal import TuttiCore
internal import TuttiJSON
internal import TuttiWorkflows

/// `tutti plan FILE`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Check a workflow file and show what would run, without running it.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, mermaid, dot, json
    }

    @OptionGroup var common: CommonOptions

    @Argument(help: "The workflow, in YAML or JSON.")
    var file: String

    @Option(name: .long, help: "How to show it: text, mermaid, dot or json.")
    var format = Format.text

    @Flag(name: .long, help: "The same as --format json.")
    var json = false

    func run() async throws {
        let assembly = try Assembly(self.common)
        let workflow = try assembly.loadWorkflow(self.file)
        let durations = await assembly.durations(of: workflow.name)
        let plan = try assembly.plan(workflow) { _ in NoAgent() }.ordered(by: durations)
        let output = assembly.console.output
        switch self.json ? .json : self.format {
        case .text:
            output.writeLine(plan.description)
            for line in Self.measured(plan, durations) { output.writeLine(line) }
        case .mermaid: output.write(plan.mermaid)
        case .dot: output.write(plan.dot)
        case .json: output.write(raw: plan.json.serialized(pretty: true) + "\n")
        }
    }

    /// What earlier runs took, a line for each agent of which something is known.
    private static func measured(_ plan: ExecutionPlan, _ durations: DurationHistory) -> [String] {
        plan.agentNames.compactMap { name in
            guard let mean = durations.expectedDuration(of: name), let most = durations.percentile(95, of: name)
            else { return nil }
            let outcomes = durations.outcomes(of: name)
            return "measured: \(name) takes \(mean.shortText), 95 of 100 times at most \(most.shortText); "
                + "\(outcomes.succeeded) of \(outcomes.asked) succeeded"
        }
    }

    /// Stands where an agent would: a plan that is only shown has none.
    private struct NoAgent: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput("") }
    }
}
