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
        let plan = try assembly.plan(assembly.loadWorkflow(self.file)) { _ in NoAgent() }
        let output = assembly.console.output
        switch self.json ? .json : self.format {
        case .text: output.writeLine(plan.description)
        case .mermaid: output.write(plan.mermaid)
        case .dot: output.write(plan.dot)
        case .json: output.write(raw: plan.json.serialized(pretty: true) + "\n")
        }
    }

    /// Stands where an agent would: a plan that is only shown has none.
    private struct NoAgent: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput("") }
    }
}
