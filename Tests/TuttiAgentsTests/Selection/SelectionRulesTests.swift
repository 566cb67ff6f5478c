import Testing
import TuttiAgents
import TuttiCore

@Suite struct SelectionRulesTests {
    private struct Nobody: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput("") }
    }

    private static func directory(_ names: [String] = ["memory", "mcp", "personal"]) throws -> AgentDirectory {
        var directory = AgentDirectory()
        for name in names { try directory.register(name, Nobody(), description: name) }
        return directory
    }

    private static func selection(
        _ text: String, hasBackground: Bool = false, _ rules: SelectionRules = .builtIn
    ) throws -> Selection {
        rules.selection(for: text, hasBackground: hasBackground, among: try Self.directory())
    }

    // MARK: The built-in rules

    struct Sample: Sendable, CustomTestStringConvertible {
        var kind: String
        var choice: Selection.Choice
        var texts: [String]
        var testDescription: String { "\(self.kind), \(self.choice)" }
    }

    static let samples: [Sample] = [
        .init(kind: "empty", choice: .nobody, texts: ["", "  \n", "?!", "..."]),
        .init(
            kind: "greeting", choice: .nobody,
            texts: ["hi", "Hello!", "HEY THERE", "Good morning :)", "hi hi", "Hello again, coach 👋🏽", "👋", "I’m back"]),
        .init(
            kind: "thanks", choice: .nobody,
            texts: [
                "thanks", "Thank you so much!", "thx", "ok, thanks", "Thanks a lot for your help 🙏", "great, thank you",
            ]),
        .init(
            kind: "farewell", choice: .nobody, texts: ["bye", "Good night.", "thanks, bye!", "That's all for today"]),
        .init(kind: "well-being", choice: .nobody, texts: ["How are you?", "hi, how are you?", "what's up"]),
        .init(kind: "identity", choice: .nobody, texts: ["who are you?", "What can you do?"]),
        .init(kind: "agreement", choice: .nobody, texts: ["ok", "That makes sense.", "I'll try", "yes, sounds good"]),
        .init(kind: "refusal", choice: .nobody, texts: ["no", "not now", "nope, not really"]),
        .init(
            kind: "tasks", choice: .agents(["mcp"]),
            texts: ["what's due?", "Which tasks are overdue?", "show me my to-do list", "hi, what is due this week?"]),
        .init(
            kind: "past", choice: .agents(["memory"]),
            texts: ["what did I say yesterday?", "What did we talk about last time?"]),
        .init(
            kind: "values", choice: .agents(["personal"]), texts: ["what are my goals?", "Hello, what are my values?"]),
        .init(
            kind: "feelings", choice: .strategist,
            texts: [
                "I'm feeling overwhelmed with my tasks", "I can't sleep", "hi :(", "hi 😢", "I feel lonely", "ok :-/",
                "my grandmother died", "I CAN’T COPE", "i cant cope", "thanks 💔",
            ]),
        .init(
            kind: "problem", choice: .strategist,
            texts: ["I had a fight with Lea", "I keep procrastinating", "I don't know what to do"]),
        .init(kind: "decision", choice: .strategist, texts: ["Help me decide between the two jobs", "Should I move?"]),
        .init(kind: "tasks", choice: .strategist, texts: ["plan my week", "what tasks are left of the report?"]),
        .init(kind: "past", choice: .strategist, texts: ["Remember what helped in spring?"]),
        .init(kind: "values", choice: .strategist, texts: ["Does it fit my values to fly so often?"]),
        .init(
            kind: "other", choice: .strategist,
            texts: [
                "what do you mean?", "我很累，不知道怎么办", "ok google", "hi, ich kann nicht mehr", "no good",
                "thanks for nothing",
                "the weather is lovely", "help", "https://example.org/a",
            ]),
    ]

    @Test(arguments: samples) func `a text is of a kind`(_ sample: Sample) throws {
        for text in sample.texts {
            let selection = try Self.selection(text)
            #expect(selection.kind == sample.kind, "\(text)")
            #expect(selection.choice == sample.choice, "\(text)")
            #expect(selection.isFastPath == (sample.choice != .strategist))
        }
    }

    @Test(arguments: [
        "What do you mean by that?", "Could you explain that again, please?", "I don't understand.", "why?",
        "shorter please", "tell me more about the first point", "can you say that in German?",
    ])
    func `a question about the last answer is one only when there is one`(_ text: String) throws {
        let after = try Self.selection(text, hasBackground: true)
        #expect(after.kind == "follow-up")
        #expect(after.choice == .nobody)
        #expect(try Self.selection(text).choice == .strategist)
    }

    static let small =
        samples.filter { $0.choice != .strategist }.flatMap(\.texts) + [
            "what do you mean?", "tell me more",
        ]
    static let heavy = [
        "I feel terrible today", "I'm still overwhelmed", "I can't cope", "my mother died", "I want to die",
        "I hate myself",
        "I am so tired", "everything is too much", "I failed again", ":(", "😭", "i cried all night", "not ok",
        // Words that no list has.
        "she left me", "ich kann nicht mehr", "я больше не могу", "我撑不住了", "nobody likes me",
        "I do not want to be here",
    ]

    @Test func `nothing that weighs on a person is passed over for what stands beside it`() throws {
        let directory = try Self.directory()
        let separators = [", ", ". ", " ", "\n", ", but ", "! ", " – and "]
        for (index, (small, heavy)) in Self.small.flatMap({ small in Self.heavy.map { (small, $0) } }).enumerated() {
            let separator = separators[index % separators.count]
            for text in ["\(small)\(separator)\(heavy)", "\(heavy)\(separator)\(small)"] {
                let selection = SelectionRules.builtIn.selection(
                    for: text, hasBackground: index % 2 == 0, among: directory)
                #expect(selection.choice == .strategist, "\(text)")
            }
        }
    }

    static let ambiguous = [
        "What to do?", "what to do now", "Is there any meaning?", "what is the purpose of all", "Is there any purpose?",
        "goodbye everyone", "Goodbye, everyone. Thank you.", "good night, everyone, that's all", "ok :\\", "ok :-\\",
        "hi ;_;", "ok -_-", "-_-", ":|", "ok :-|", "thanks :-[", "ok ='(", "ok ._.", "T_T", "why me?", "why to me",
        "I am not fine", "nothing is good", "thanks for nothing, I give up", "not alright", "I'm fine, not",
        "not so good",
        "no, not good", "ok, whatever", "thanks, but it did not help", "hi 💀", "danke, mir geht es schlecht",
        "不好", "ok. please help", "bye forever", "ok 🙃", "hi, i'm n\u{200B}ot well", "ｏｋ， ｓａｄ", "hi ：（", "ok （；＿；）",
    ]

    @Test(arguments: ambiguous) func `what may weigh on a person is never small talk`(_ text: String) throws {
        #expect(try Self.selection(text).choice == .strategist)
        #expect(try Self.selection(text, hasBackground: true).choice == .strategist)
    }

    @Test func `what is too long to be read to its end goes to no agents alone`() throws {
        let rules = try SelectionRules(parsing: "list d: due\ndue: agents mcp if has d\nall: nobody", file: "r")
        let text = "what is due " + String(repeating: "and so on ", count: 300) + "I want to die"
        #expect(try Self.selection("what is due", rules).choice == .agents(["mcp"]))
        #expect(try Self.selection(text, rules).choice == .strategist)
    }

    @Test(arguments: [
        "I'm so stressed", "How did I handle the last deadline?", "My boss yelled at me again today", "Should I quit?",
        "What did I write about my father?", "everything at once, too much", "Я устал", "なぜ眠れないの？",
        "Tell me what to do about the report", "what do you mean, I failed?",
    ])
    func `what needs the team by its words is given to somebody`(_ text: String) throws {
        #expect(CoordinationHeuristic.needsCoordination(text))
        #expect(try Self.selection(text, hasBackground: true).choice != .nobody)
    }

    @Test func `a text without end is looked at up to a point, and not taken for small talk`() throws {
        let text = String(repeating: "hi ", count: 500_000)
        #expect(try Self.selection(text).choice == .strategist)
        #expect(try Self.selection(String(repeating: " ", count: 500_000)).choice == .strategist)
        #expect(try Self.selection(String(repeating: "hi ", count: 40)).choice == .nobody)
        #expect(try Self.selection(String(repeating: "hi ", count: 41)).choice == .strategist)
    }

    @Test func `the built-in text is read like a person's file`() throws {
        let rules = try SelectionRules(parsing: SelectionRules.builtInText, file: "selection.rules")
        for sample in Self.samples {
            for text in sample.texts { #expect(try Self.selection(text, rules).choice == sample.choice, "\(text)") }
        }
        #expect(rules.kinds == SelectionRules.builtIn.kinds)
        #expect(rules.kinds.count == Set(rules.kinds).count)
    }

    // MARK: A person's rules

    @Test func `the first rule that fits decides, and the reason names it`() throws {
        let text = """
            # Mine
            list  food: Pizza, ice cream*   # hm
            food:  agents personal, cook if has food and at most 4 words

            long:everyone if begins food
            """
        let rules = try SelectionRules(parsing: text, file: "my.rules")
        #expect(
            try Self.selection("Ice creams!", rules)
                == .init(
                    kind: "food", choice: .agents(["personal"]),
                    reason:
                        "it has words of food and it has at most 4 words; not an agent here: cook (my.rules, line 3)"))
        #expect(
            try Self.selection("pizza is what I would like", rules)
                == .init(kind: "long", choice: .everyone, reason: "it begins with words of food (my.rules, line 5)"))
        #expect(
            try Self.selection("hi", rules)
                == .init(kind: "other", choice: .strategist, reason: "no rule fits (my.rules)"))
        #expect(try Self.selection("pizzas", rules).kind == "other")
        #expect(rules.kinds == ["food", "long", "other"])
    }

    @Test func `a rule whose agents are not there leaves the choice to the strategist`() throws {
        let rules = try SelectionRules(parsing: "x: agents cook", file: "r")
        #expect(try Self.selection("hi", rules).choice == .strategist)
        #expect(
            SelectionRules.builtIn.selection(for: "what's due?", hasBackground: false, among: try Self.directory(["a"]))
                .choice == .strategist)
    }

    @Test func `no file can switch off the care for what weighs on a person`() throws {
        for text in ["all: nobody", "all: agents mcp", "list a: hi\ncareful: a\nall: nobody"] {
            let rules = try SelectionRules(parsing: text, file: "r")
            for heavy in Self.heavy.prefix(13) {
                let selection = try Self.selection(heavy, rules)
                #expect(selection.choice == .strategist, "\(heavy)")
                #expect(selection.reason.contains("taken seriously"))
            }
            #expect(try Self.selection("the weather", rules).isFastPath)
        }
        let everyone = try SelectionRules(parsing: "few: nobody\nall: everyone", file: "r")
        #expect(try Self.selection("I'm sad", everyone).choice == .everyone)
    }

    @Test func `a file can add signs of its own`() throws {
        let rules = try SelectionRules(parsing: "list mine: Tante Erna\ncareful: mine\nall: nobody", file: "r")
        #expect(try Self.selection("hi, tante erna called", rules).choice == .strategist)
        #expect(try Self.selection("hi, tante called", rules).choice == .nobody)
    }

    @Test func `conditions mean what they say`() throws {
        let text = """
            list a: one, one two
            list b: two three, x
            only: nobody if only a, b
            lacks: nobody if lacks a, b and background
            """
        let rules = try SelectionRules(parsing: text, file: "r")
        let kinds = [
            "one": "only", "one two": "only", "one two three": "only", "x one x": "only", "one one two x": "only",
            "x": "other", "two three": "other", "one three": "other", "two one": "other", "one y": "other",
        ]
        for (text, kind) in kinds { #expect(try Self.selection(text, rules).kind == kind, "\(text)") }
        #expect(try Self.selection("y", hasBackground: true, rules).kind == "lacks")
        #expect(try Self.selection("y x", hasBackground: true, rules).kind == "other")
    }

    static let mistakes: [(text: String, message: String)] = [
        ("greeting nobody", "r:1: no ':' in it"), ("\n\ngreeting:", "r:3: nothing follows the ':'"),
        ("greeting: somebody", "r:1: 'somebody' is not whom to ask; there are: nobody, agents"),
        ("greeting: agents ", "r:1: 'agents' is not whom to ask"),
        ("g: agents a,,b", "r:1: 'agents' takes 1 to 32 names"),
        ("Greeting: nobody", "r:1: 'Greeting' cannot be the name of a kind of question: lower-case"),
        (": nobody", "r:1: '' cannot be the name"), ("list : a", "r:1: '' cannot be"),
        ("g: nobody if has x", "r:1: there is no list 'x'; there are: none"),
        ("list y: a\ng: nobody if only y, x", "r:2: there is no list 'x'; there are: y"),
        ("g: nobody if sunny", "r:1: 'sunny' is no condition; there are: only, has"),
        ("g: nobody if at most many words", "r:1: 'at most many words' is no condition; did you mean"),
        ("g: nobody if at most 0 words", "r:1: 'at most 0 words' is no condition"),
        ("g: nobody if empty and ", "r:1: 'empty and' is no condition"),
        ("g: nobody if background x", "r:1: 'background x' is no condition"),
        ("list y: a,,b", "r:1: '' is no phrase"), ("list y: ?!", "r:1: '?!' is no phrase"),
        ("list y: a b c d e f g h i j k l m", "r:1: 'a b c d e f g h i j k l m' is no phrase: it takes 1 to 12"),
        ("careful: x", "r:1: there is no list 'x'"), ("g\u{1B}[31m: nobody", "r:1: '"),
    ]

    @Test(arguments: mistakes.indices) func `a mistake is told with its file and line`(_ index: Int) {
        let sample = Self.mistakes[index]
        let error = #expect(throws: SelectionRulesError.self) { try SelectionRules(parsing: sample.text, file: "r") }
        let description = error?.description ?? ""
        #expect(description.hasPrefix(sample.message), "\(description)")
        #expect(!description.contains("\u{1B}"))
    }

    @Test func `a file has bounds`() {
        let texts = [
            String(repeating: "# long\n", count: 10_000), String(repeating: "g: nobody\n", count: 201),
            "list y: " + Array(repeating: "a", count: 4_001).joined(separator: ", "),
        ]
        for text in texts {
            #expect(throws: SelectionRulesError.self) { try SelectionRules(parsing: text, file: "r") }
        }
    }
}
