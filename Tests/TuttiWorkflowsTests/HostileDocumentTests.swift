import Testing
import TuttiCore
import TuttiWorkflows

/// Texts that are made to crash a reader, to keep it busy, or to slip something past it.
///
/// The time limit stands for "hangs"; the readers take milliseconds.
@Suite(.timeLimit(.minutes(1))) struct HostileDocumentTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var message: String
        var testDescription: String { self.name }

        init(_ name: String, _ text: String, _ message: String) {
            self.name = name
            self.text = text
            self.message = message
        }
    }

    static let tooDeep = "nested deeper than 64 levels"
    static let noKey = "a list or an object cannot be a key"
    static let refused = "refused"

    static let deep = [
        Hostile("100,000 brackets", repeated("[", 100_000), tooDeep),
        Hostile("100,000 braces", repeated("{a: ", 100_000), tooDeep),
        Hostile("100,000 list entries in one line", repeated("- ", 100_000), tooDeep),
        Hostile("900 closed brackets", repeated("[", 900) + repeated("]", 900), tooDeep),
        Hostile("900 brackets, each after a closed one in quotes", repeated("[\"]\", ", 900), tooDeep),
        Hostile("900 brackets behind a comment with brackets", "a: # ]]]]\n " + repeated("[ # ]\n ", 900), tooDeep),
        Hostile("900 indented keys", (0..<900).map { repeated(" ", $0) + "a:\n" }.joined(), tooDeep),
        Hostile("900 questions", repeated("? ", 900), "keys are written without '?'"),
        Hostile("brackets behind a quote in a word", "a: it's\nb: " + repeated("[", 900), tooDeep),
        Hostile("brackets behind a line separator", "# \u{2028}a: " + repeated("[", 900), tooDeep),
        Hostile("brackets behind a block text", "a: |\n  it's\nb: " + repeated("[", 900), tooDeep),
    ]

    static let costly = [
        Hostile("objects as keys", repeated("{", 60) + "[" + repeated("a,", 50_000) + "]" + repeated("}", 60), noKey),
        Hostile("lists as keys", repeated("[", 40) + "x" + repeated("]: x", 40), noKey),
        Hostile("very many values", "[" + repeated("a,", 200_000) + "]", "more than 50000 values"),
        Hostile("very many lines", repeated("- a\n", 200_000), "more than 50000 values"),
        Hostile(
            "very many names to compare",
            "agents:\n"
                + (0..<400).map { "  a\($0): {kind: simulated, needs: [" + repeated("zz,", 100) + "]}\n" }.joined(),
            "there is no agent 'zz'"),
        Hostile("very many unknown keys", (0..<20_000).map { "k\($0): 1\n" }.joined(), "unknown key"),
        Hostile("a billion laughs", laughs, refused),
        Hostile("an anchor in a list", "a: [&x b]", refused),
        Hostile("an alias in an object", "a: {b: *x}", refused),
        Hostile("an alias as a key", "*x : b", refused),
        Hostile("an anchor behind a document marker", "--- &x\na: b", refused),
        Hostile("an anchor behind a block text", "a: |\n  text\nb: &x c", refused),
        Hostile("an anchor behind a plain text of two lines", "a: it's\n  fine\nb: &x c", refused),
        Hostile("a tag", "a: !!python/object/apply:os.system [\"id\"]", refused),
    ]

    @Test(arguments: deep + costly)
    func `it is refused`(_ hostile: Hostile) {
        let error = #expect(throws: WorkflowError.self) { try Workflow(parsing: hostile.text, file: "w.yaml") }
        #expect(error?.problems.first?.message.contains(hostile.message) == true, "\(error?.description ?? "")")
    }

    @Test func `a thread with a small stack survives what the guard lets through`() async throws {
        // Sixty levels are allowed: the composer and what comes after must not need the stack of the caller.
        let lists = Self.repeated("[", 59) + Self.repeated("]", 59)
        let text = "agents: {a: {kind: mcp, server: s, tool: t, arguments: {a: \(lists)}}}"
        let task = Task(executorPreference: AgentPool.shared) { try Workflow(parsing: text, file: "w.yaml") }
        #expect(try await task.value.agents.count == 1)
    }

    @Test func `more than 1 MB is refused before it is looked at`() {
        Self.expect(
            [UInt8](repeating: 0x23, count: 1_000_001),
            "w.yaml: larger than 1 MB: a workflow file holds the graph, not the data")
    }

    @Test func `a file that is not UTF-8 is refused with the place`() {
        Self.expect(Array("name: ä\nx: ".utf8) + [0xC3, 0x28], "w.yaml:2:4: not a UTF-8 text: save the file as UTF-8")
        Self.expect([0xFF, 0xFE, 0x61, 0x00], "w.yaml:1:1: not a UTF-8 text: save the file as UTF-8")
    }

    @Test func `a control character is refused with the place`() {
        Self.expect(
            Array("name: a\nx: b\u{0}".utf8), "w.yaml:2:5: the character U+0000 may not stand in a text file: remove it"
        )
    }

    @Test func `more than 1,000 agents are refused`() {
        let text = "agents:\n" + (0...1_000).map { "  a\($0): {kind: simulated}\n" }.joined()
        Self.expect(Array(text.utf8), "w.yaml:2:3: agents: 1001 agents: at most 1000 are allowed")
    }

    @Test func `a cycle of 1,000 agents is found`() {
        let agents = (0..<1_000).map { "  a\($0): {kind: simulated, needs: [a\(($0 + 1) % 1_000)]}\n" }
        let text = "agents:\n" + agents.joined()
        let error = #expect(throws: WorkflowError.self) { try Workflow(parsing: text, file: "w.yaml") }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.message.hasSuffix("a998 → a999 → a0; remove one of them") == true)
    }

    @Test func `of very many problems the first hundred are told and the others counted`() {
        let text = "agents:\n  a:\n    kind: simulated\n" + (0..<150).map { "    x\($0): 1\n" }.joined()
        let error = #expect(throws: WorkflowError.self) { try Workflow(parsing: text, file: "w.yaml") }
        #expect(error?.problems.count == 100)
        #expect(error?.description.hasSuffix("w.yaml: and 50 more problems") == true)
    }

    @Test func `every prefix of a file is read or refused`() {
        let text = Self.sample
        for length in 0...text.count { Self.read(String(text.prefix(length))) }
    }

    @Test func `a file with any letter replaced by an indicator is read or refused`() {
        let text = Array(Self.sample.unicodeScalars)
        let indicators = Array("[]{}&*!|>'\"%@`?:-,#\t\n".unicodeScalars)
        for index in text.indices {
            let indicator = indicators[index % indicators.count]
            var changed = text
            changed[index] = indicator
            var view = String.UnicodeScalarView()
            view.append(contentsOf: changed)
            Self.read(String(view))
        }
    }

    static let sample = """
        name: sample # a comment
        agents:
          a: {kind: simulated, duration: [1s, 2s], output: "it's {{input}}"}
          b:
            kind: llm
            needs: [a]
            prompt: |
              Some 'text' & more: {{agents.a.output}}
        """

    static let laughs =
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + zip("bcdefghi", "abcdefgh").map { "\($0): &\($0) [\(repeated("*\($1),", 9))]\n" }.joined()

    static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    /// Either result will do; a crash or a hang will not.
    static func read(_ text: String) {
        do { _ = try Workflow(parsing: text, file: "w.yaml") } catch { #expect(!error.problems.isEmpty) }
    }

    static func expect(_ bytes: [UInt8], _ message: String, location: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: WorkflowError.self, sourceLocation: location) {
            try Workflow(parsing: bytes, file: "w.yaml")
        }
        #expect(error?.description == message, sourceLocation: location)
    }
}
