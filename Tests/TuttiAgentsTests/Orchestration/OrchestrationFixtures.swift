import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

struct Broken: Error, CustomStringConvertible {
    var description: String { "broken" }
}

/// An agent that takes its time and then says, or fails with, what it was made with.
struct TimedAgent: Agent {
    var delay: Duration = .zero
    var output: AgentOutput?

    init(_ output: AgentOutput?, after delay: Duration = .zero) {
        self.output = output
        self.delay = delay
    }

    func run(_ context: AgentContext) async throws -> AgentOutput {
        try await context.time.sleep(for: self.delay)
        guard let output else { throw Broken() }
        return output
    }
}

/// An agent that says what it was asked and which inputs it got.
struct EchoAgent: Agent {
    func run(_ context: AgentContext) async throws -> AgentOutput {
        let inputs = context.inputs.all.map { "\($0.name)=\($0.output)" }.joined(separator: ",")
        return AgentOutput("\(context.agent) was asked “\(context.text)” with [\(inputs)]")
    }
}

enum Fixture {
    static let question: Question = "I'm feeling overwhelmed with my tasks"

    static let memory = AgentOutput(
        "From journal, notes and past conversations:",
        citations: [
            Citation(
                source: "conversation 2026-11-06",
                quote: """
                    I said I was overwhelmed: eleven tasks on the list, and every one of them felt urgent. What helped: we \
                    wrote everything down, circled the one task with a real deadline, and gave it a single block of 45 minutes.
                    """),
            Citation(
                source: "journal 2026-11-07", quote: "It was never eleven things. It was one thing and ten worries."),
        ])

    static let tasks = AgentOutput(
        """
        3 open tasks: 1 overdue, 1 due today.
        • overdue since Nov 22: Send the quarterly report to Ines (high)
        • due today: Answer the landlord about the heating
        • due Nov 29: Return the library books (low)
        """,
        citations: [
            Citation(source: "tasks", quote: "overdue since Nov 22: Send the quarterly report to Ines (high)"),
            Citation(source: "tasks", quote: "due today: Answer the landlord about the heating"),
            Citation(source: "tasks", quote: "due Nov 29: Return the library books (low)"),
        ])

    static let notes = AgentOutput(
        "From your notes:",
        citations: [
            Citation(
                source: "notes/values.md:5",
                quote: "## One thing at a time\n\nI believe that one thing done calmly beats five begun in a hurry.")
        ])

    /// Three standard agents, 500, 300 and 400 ms, and one that is asked only when it is chosen.
    static func directory(
        memory: AgentOutput? = Self.memory, tasks: AgentOutput? = Self.tasks, notes: AgentOutput? = Self.notes
    ) throws -> AgentDirectory {
        var directory = AgentDirectory()
        try directory.register(
            "memory", TimedAgent(memory, after: .milliseconds(500)), description: "Journal and past conversations.",
            subject: .memory)
        try directory.register(
            "tasks", TimedAgent(tasks, after: .milliseconds(300)), description: "The to-do list.", subject: .tasks)
        try directory.register(
            "notes", TimedAgent(notes, after: .milliseconds(400)), description: "Values and goals.",
            subject: .convictions)
        try directory.register("echo", EchoAgent(), description: "Says what it was asked.", isStandard: false)
        return directory
    }

    static let goodStrategy = """
        {"agents": [
          {"name": "tasks", "prompt": "What is overdue?", "after": []},
          {"name": "echo", "prompt": "Repeat it.", "after": ["tasks"]}
        ], "synthesis": "Begin with the tasks.", "reasoning": "It is about tasks."}
        """
}

extension Simulation {
    func orchestrator(
        _ directory: AgentDirectory, _ strategist: any Strategist = StandardStrategist(),
        _ synthesizer: any Synthesizer = ExtractiveComposer(), history: (any HistoryStore)? = nil
    ) -> Orchestrator {
        Orchestrator(
            directory: directory, strategist: strategist, synthesizer: synthesizer, executor: self.parallelExecutor(),
            time: self.clock, history: history.map { .init($0) { Timestamp(secondsSince1970: 1_795_000_000) } })
    }

    func model(_ replies: [ScriptedModel.Step]..., repeatsLast: Bool = false) -> ScriptedModel {
        ScriptedModel(replies, time: self.clock, repeatsLast: repeatsLast)
    }
}
