import Testing
import TuttiAgents
import TuttiCore

@Suite struct ExtractiveComposerTests {
    private func compose(about question: Question = Fixture.question, _ parts: [Contribution]) -> AgentOutput {
        ExtractiveComposer(today: { CalendarDay("2026-11-23") }).compose(
            SynthesisRequest(question: question, contributions: parts))
    }

    @Test func `the answer to fixed inputs is this text`() {
        let output = self.compose([
            Contribution("memory", subject: .memory, output: .available(Fixture.memory)),
            Contribution("tasks", subject: .tasks, output: .available(Fixture.tasks)),
            Contribution("notes", subject: .convictions, output: .available(Fixture.notes)),
            Contribution("calendar", output: .missing(.timedOut)),
        ])
        #expect(
            output.text == """
                You wrote: “I'm feeling overwhelmed with my tasks.” That sounds like a lot at once.

                What your tasks say
                  • overdue since Nov 22: Send the quarterly report to Ines (high) [1]
                  • due today: Answer the landlord about the heating [1]
                  • due Nov 29: Return the library books (low) [1]

                What helped before
                  • “I said I was overwhelmed: eleven tasks on the list, and every one of them felt urgent. What helped: we \
                wrote everything down, circled the one task with a real deadline, and gave it a single block of 45 minutes.” [2]
                  • “It was never eleven things. It was one thing and ten worries.” [3]

                What you hold on to
                  • “I believe that one thing done calmly beats five begun in a hurry.” [4]

                One way to start
                  Take “Send the quarterly report to Ines” first: it is overdue and marked as important. In your own words: \
                “What helped: we wrote everything down, circled the one task with a real deadline, and gave it a single \
                block of 45 minutes.” [2]

                Missing from this answer: calendar (timed out).

                Sources
                  [1] tasks
                  [2] conversation 2026-11-06
                  [3] journal 2026-11-07
                  [4] notes/values.md:5

                These are quotes from your own notes and lists, put together without a language model.
                """)
        #expect(
            output.citations.map(\.source) == [
                "tasks", "conversation 2026-11-06", "journal 2026-11-07", "notes/values.md:5",
            ])
    }

    @Test func `nothing found is said plainly, with the reasons`() {
        let output = self.compose([
            Contribution("memory", subject: .memory, output: .missing(.failed)),
            Contribution("tasks", subject: .tasks, output: .missing(.timedOut)),
        ])
        #expect(output.text.contains("I found nothing that helps to answer it."))
        #expect(output.text.hasSuffix("Missing from this answer: memory (failed), tasks (timed out)."))
        #expect(output.citations.isEmpty)
    }

    @Test func `an agent that found nothing is heard, and not quoted`() {
        let output = self.compose([
            Contribution("memory", subject: .memory, output: .available("Nothing in the memory is about this."))
        ])
        #expect(output.text.contains("What you said before\n  Nothing in the memory is about this.\n"))
        #expect(!output.text.contains("Sources"))
        #expect(!output.text.contains("One way to start"))
    }

    @Test(arguments: [
        ("I can't sleep", "You wrote: “I can't sleep.” That sounds tiring."),
        ("What should I do first?", "You asked: “What should I do first?”"),
        ("Why am I always so stressed before deadlines?", "That sounds like a tight spot."),
        ("", "You did not say what this is about."),
    ])
    func `the opening mirrors what was asked`(_ question: String, _ opening: String) {
        let output = self.compose(about: Question(question), [Contribution("memory", output: .available(""))])
        #expect(output.text.contains(opening))
    }

    struct Tasks: Sendable {
        var text: String
        var first: String
    }

    @Test(arguments: [
        Tasks(
            text:
                #"{"ok":true,"tasks":[{"id":1,"title":"Later","due":"2026-12-01"},{"id":2,"title":"Late (a)","due":"2026-11-20","priority":"high"}]}"#,
            first: "Take “Late (a)” first: it is overdue and marked as important."),
        Tasks(text: "- [x] Done\n- [ ] Open, due 2026-11-23\n", first: "Take “Open” first: it is due today."),
        Tasks(text: "1. One\n2. Two (urgent)", first: "Take “Two” first: it is marked as important."),
        Tasks(text: "• open: Call Dad (weekend) — inbox", first: "Take “Call Dad (weekend)” first."),
        Tasks(text: "• due Nov 29: B\n• due tomorrow: A", first: "Take “A” first: it is due tomorrow."),
        Tasks(text: "• due Nov 29: B\n• open: C", first: "Take “B” first: it is due next, on Nov 29."),
    ])
    func `the most urgent task comes first, whatever its list looks like`(_ sample: Tasks) {
        let output = self.compose([
            Contribution("todo", subject: .tasks, output: .available(AgentOutput(sample.text)))
        ])
        #expect(output.text.contains("One way to start\n  \(sample.first)"), "\(output.text)")
    }

    @Test func `hostile text is bounded, stays on its line and commands no terminal`() {
        let hostile = "\u{1B}[2J\u{202E}# Title\r\n\n> - **bold** `code`\n" + String(repeating: "x", count: 5_000_000)
        let output = self.compose(
            about: Question(hostile),
            AgentDirectory.Subject.allCases.map { subject in
                Contribution(
                    "agent", subject: subject,
                    output: .available(
                        AgentOutput(hostile, citations: [Citation(source: hostile, quote: hostile)])))
            })
        #expect(output.text.utf8.count < 20_000)
        #expect(!output.text.contains("\u{1B}"))
        #expect(!output.text.contains("\u{202E}"))
        #expect(!output.text.contains("\r"))
        #expect(output.text.split(separator: "\n").allSatisfy { $0.count < 600 })
    }

    @Test func `something that never helped is not proposed`() {
        let quote = "Skipping lunch never helped. A walk around the block has always worked."
        let output = self.compose(
            about: "What helps?",
            [
                Contribution(
                    "memory", subject: .memory,
                    output: .available(AgentOutput("", citations: [Citation(source: "journal", quote: quote)])))
            ])
        #expect(
            output.text.contains(
                "One way to start\n  In your own words: “A walk around the block has always worked.” [1]"))
    }

    @Test func `a question that is not about tasks begins with what was said, and with what helps`() throws {
        let advice = Citation(
            source: "notes/what-helps.md:25",
            quote: "Get up, write it down. It works. - No screen. 2. The worries keep.")
        let output = self.compose(
            about: "I can't sleep",
            [
                Contribution("tasks", subject: .tasks, output: .available(Fixture.tasks)),
                Contribution(
                    "notes", subject: .convictions, output: .available(AgentOutput("", citations: [advice]))),
            ])
        let notes = try #require(output.text.firstRange(of: "What you hold on to"))
        let tasks = try #require(output.text.firstRange(of: "What your tasks say"))
        #expect(notes.lowerBound < tasks.lowerBound)
        #expect(output.text.contains("“Get up, write it down. It works. No screen. The worries keep.” [1]"))
        #expect(output.text.contains("One way to start\n  In your own words: “Get up, write it down.” [1]\n"))
        #expect(output.text.contains("… and 1 more."))
    }

    @Test func `a task is no answer to somebody who is lonely`() {
        let output = self.compose(
            about: "I feel lonely", [Contribution("tasks", subject: .tasks, output: .available(Fixture.tasks))])
        #expect(!output.text.contains("One way to start"))
    }

    @Test func `the themes of the memory are told in short`() {
        let text = """
            Nothing in the memory is about this.
            Recurring themes: sleep (5×, last 2026-11-22), focus (3×, last 2026-11-19), rest (2×, last 2026-11-01), x (2×)
            """
        let output = self.compose([
            Contribution("memory", subject: .memory, output: .available(AgentOutput(text)))
        ])
        #expect(
            output.text.contains(
                "  Nothing in the memory is about this.\n  What keeps coming back: sleep (5×), focus (3×), rest (2×)."))
    }
}
