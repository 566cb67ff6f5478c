import Testing
import TuttiAgents
import TuttiJSON

@Suite struct ChoiceHistoryTests {
    /// A history of questions: for each, whether `a` was chosen and gave something; `b` was never chosen.
    private static func history(_ questions: [(chosen: Bool, gave: Bool)], kind: String = "tasks") -> ChoiceHistory {
        var history = ChoiceHistory()
        for question in questions {
            history.record(
                .init(
                    kind: kind, offered: ["a", "b"], chosen: question.chosen ? ["a"] : [],
                    gave: question.gave ? ["a"] : []))
        }
        return history
    }

    @Test func `an agent's chances are told from the fifth question on`() {
        let four = Self.history(Array(repeating: (true, true), count: 4))
        #expect(four.likelihood(of: "a", "tasks") == nil)
        #expect(four.contributionRate(of: "a", "tasks") == nil)
        let five = Self.history(Array(repeating: (true, true), count: 5))
        #expect(five.likelihood(of: "a", "tasks") == 1)
        #expect(five.likelihood(of: "b", "tasks") == 0)
        #expect(five.contributionRate(of: "a", "tasks") == 1)
        #expect(five.contributionRate(of: "b", "tasks") == nil)
        #expect(five.likelihood(of: "c", "tasks") == nil)
        #expect(five.likelihood(of: "a", "past") == nil)
    }

    @Test func `what was 50 questions ago counts half`() throws {
        // Chosen for the first 50 of 100, so the first half weighs half as much as the second.
        let questions = (0..<100).map { (chosen: $0 < 50, gave: $0 < 25) }
        let history = Self.history(questions)
        #expect(abs(try #require(history.likelihood(of: "a", "tasks")) - 1.0 / 3) < 1e-9)
        // Of those it was chosen for, those it gave something for are the older half, at the fiftieth root of a quarter.
        let weight = 0.5.squareRoot()
        #expect(abs(try #require(history.contributionRate(of: "a", "tasks")) - weight / (1 + weight)) < 1e-9)
    }

    @Test func `who was chosen was offered, and who gave something without being chosen did not count`() {
        var history = ChoiceHistory()
        for _ in 0..<5 { history.record(.init(kind: "k", offered: ["b"], chosen: ["a"], gave: ["a", "b"])) }
        #expect(history.likelihood(of: "a", "k") == 1)
        #expect(history.likelihood(of: "b", "k") == 0)
    }

    struct Trial: Sendable, CustomTestStringConvertible {
        var name: String
        /// For each question the agents that were started and used.
        var questions: [(started: Int, used: Int)]
        var pays: Bool
        var testDescription: String { self.name }
    }

    static let trials: [Trial] = [
        .init(name: "nothing known", questions: [], pays: true),
        .init(name: "five wasted", questions: Array(repeating: (1, 0), count: 5), pays: true),
        .init(name: "six wasted", questions: Array(repeating: (1, 0), count: 6), pays: false),
        .init(name: "six wasted at once", questions: [(6, 0)], pays: false),
        .init(name: "half used", questions: Array(repeating: (2, 1), count: 50), pays: true),
        .init(name: "a third used", questions: Array(repeating: (3, 1), count: 2), pays: false),
        .init(
            name: "used, then wasted", questions: Array(repeating: (3, 3), count: 20) + [(9, 0), (9, 0)], pays: false),
        .init(
            name: "used, then wasted a little", questions: Array(repeating: (3, 3), count: 20) + [(3, 0)], pays: true),
        .init(name: "off for 19 questions", questions: [(6, 0)] + Array(repeating: (0, 0), count: 19), pays: false),
        .init(name: "tried anew after 20", questions: [(6, 0)] + Array(repeating: (0, 0), count: 20), pays: true),
        .init(
            name: "the second trial needs six again",
            questions: [(6, 0)] + Array(repeating: (0, 0), count: 20) + [(5, 0)], pays: true),
        .init(
            name: "the second trial fails", questions: [(6, 0)] + Array(repeating: (0, 0), count: 20) + [(6, 1)],
            pays: false),
        .init(name: "nonsense", questions: [(-5, 9), (2, 7), (2, 2)], pays: true),
    ]

    @Test(arguments: trials) func `speculation is on while it pays`(_ trial: Trial) throws {
        var history = ChoiceHistory()
        for question in trial.questions {
            history.record(
                .init(
                    kind: "k", offered: [], chosen: [],
                    speculation: .init(started: question.started, used: question.used)))
        }
        #expect(history.speculationPays("k") == trial.pays)
        #expect(history.speculationPays("other"))
        #expect(try #require(ChoiceHistory(json: history.json)) == history)
    }

    @Test func `what was speculated adds up`() {
        var history = ChoiceHistory()
        let one = ChoiceOutcome.Speculation(started: 3, used: 2, saved: .milliseconds(350), wastedUSD: 0.25)
        for _ in 0..<2 { history.record(.init(kind: "k", offered: [], chosen: [], speculation: one)) }
        history.record(
            .init(
                kind: "k", offered: [], chosen: [],
                speculation: .init(started: 1, used: 1, saved: .milliseconds(-5), wastedUSD: .nan)))
        let sum = ChoiceOutcome.Speculation(started: 7, used: 5, saved: .milliseconds(700), wastedUSD: 0.5)
        #expect(history.speculation("k") == sum)
        #expect(history.speculation("other") == .init())
    }

    @Test func `it keeps so many kinds and agents, those seen last`() {
        var history = ChoiceHistory()
        for index in 0..<70 {
            for _ in 0..<5 { history.record(.init(kind: "k\(index)", offered: ["a"], chosen: [])) }
        }
        #expect((0..<70).filter { history.likelihood(of: "a", "k\($0)") != nil } == Array(6..<70))
        for index in 0..<70 {
            for _ in 0..<5 { history.record(.init(kind: "k69", offered: ["a\(index)"], chosen: [])) }
        }
        #expect((0..<70).filter { history.likelihood(of: "a\($0)", "k69") != nil } == Array(6..<70))
        let long = String(repeating: "n", count: 129)
        for _ in 0..<5 { history.record(.init(kind: long, offered: ["a"], chosen: [])) }
        for _ in 0..<5 { history.record(.init(kind: "k69", offered: [long, ""], chosen: [])) }
        #expect(history.likelihood(of: "a", long) == nil)
        #expect(history.likelihood(of: long, "k69") == nil)
        history.forget("k69")
        #expect(history.likelihood(of: "a69", "k69") == nil)
    }

    @Test func `what was kept is read, and nothing else`() throws {
        let history = Self.history((0..<30).map { (chosen: $0 % 3 == 0, gave: $0 % 2 == 0) }, kind: "it's \"odd\"")
        let text = history.json.serialized()
        #expect(ChoiceHistory(json: try JSONValue(parsing: text)) == history)
        #expect(ChoiceHistory(json: ChoiceHistory().json) == ChoiceHistory())
        let broken = [
            ("\"v\":1", "\"v\":2"), ("\"samples\":30", "\"samples\":-1"),
            ("\"chosenSamples\":10", "\"chosenSamples\":31"),
            ("\"offered\":", "\"offered\":1e9,\"x\":"), ("\"lastQuestion\":30", "\"lastQuestion\":-30"),
            ("\"pausedQuestions\":0", "\"pausedQuestions\":21"), ("\"totalUsed\":0", "\"totalUsed\":1"),
            ("\"wastedUSD\":0", "\"wastedUSD\":-1"), ("\"agents\"", "\"Agents\""), ("\"kinds\"", "\"Kinds\""),
        ]
        for (old, new) in broken {
            let changed = text.replacing(old, with: new)
            #expect(changed != text, "\(old)")
            #expect(ChoiceHistory(json: try JSONValue(parsing: changed)) == nil, "\(new)")
        }
    }

    @Test func `counts of which no share can be told are refused`() throws {
        let speculation = try #require(Self.history([(chosen: true, gave: true)], kind: "k").json["kinds"]?["k"])
        func history(offered: Double) -> ChoiceHistory? {
            let counts: JSONValue = [
                "offered": .double(offered), "chosen": 0.0, "gave": 0.0, "samples": 9, "chosenSamples": 0,
                "lastQuestion": 1,
            ]
            guard var kind = speculation.object else { return nil }
            kind["agents"] = ["a": counts]
            return ChoiceHistory(json: ["kinds": ["k": .object(kind)]])
        }
        #expect(history(offered: 5)?.likelihood(of: "a", "k") == 0)
        #expect(history(offered: 0) == nil)
        #expect(history(offered: .leastNonzeroMagnitude) == nil)
    }
}
