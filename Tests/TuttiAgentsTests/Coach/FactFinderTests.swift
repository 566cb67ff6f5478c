import Testing
import TuttiAgents
import TuttiCore

@Suite struct FactFinderTests {
    @Test(
        arguments: [
            ("My sister Mara moves to Lisbon on 12 May", .said),
            ("I decided to decline the offer from Berlin.", .decided),
            ("We agreed that Tom cooks on Fridays", .decided),
            ("I will call my mother tomorrow", .planned), ("I’ll run on Tuesday", .planned),
            ("Let's write the letter first", .planned), ("My plan is to sleep before eleven", .planned),
            ("I am allergic to nuts", .said), ("I work at the harbour", .said),
            ("The rent is 740 euros in Lyon", .said),
            ("Dr. Lee wants to see me again", .said), ("I haven't decided about the job in Rome", .said),
            ("Meine Schwester Mara zieht am 12. Mai nach Lissabon", .said), ("我五月十二日搬到里斯本", .said),
            ("Will I'll be at the party with Jo on Friday?", .said),
        ] as [(String, TellingFact.Kind)])
    func `a sentence that tells something is a fact`(_ sentence: String, _ kind: TellingFact.Kind) {
        let facts = FactFinder.facts(in: "well then. \(sentence)\nand so on it went", turn: 3)
        #expect(facts.map(\.text).count == 1)
        #expect(facts.first?.kind == kind)
        #expect(facts.first?.turn == 3)
        let said = sentence.replacing("’", with: "'").replacing(".", with: "")
        #expect(facts.first?.text.replacing("’", with: "'").replacing(".", with: "") == said)
    }

    @Test(arguments: [
        "hello", "thanks, that helps", "ok", "", "well then the day went by", "what does that mean?", "it is so quiet",
        "THIS IS TOO LOUD", "let's see", "I will.", "how was it?",
    ])
    func `what tells nothing is none`(_ message: String) {
        #expect(FactFinder.facts(in: message, turn: 1).isEmpty)
    }

    @Test func `a long text is not allowed to drown the conversation`() {
        let text = (1...500).map { "I met Mara on day \($0). " }.joined() + "I decided to leave Lisbon on Monday."
        let facts = FactFinder.facts(in: text, turn: 1)
        #expect(facts.count == FactFinder.maximumFacts)
        #expect(facts.last?.kind == .decided)
        let endless = FactFinder.facts(in: "My sister Mara " + String(repeating: "and Mara ", count: 200_000), turn: 1)
        #expect(endless.allSatisfy { $0.text.count <= FactFinder.maximumLength + 2 })
    }

    @Test func `a list keeps to its bounds, and what tells most`() {
        var generator = SeededRandomNumberGenerator(seed: 3)
        var list = FactList()
        list.add(TellingFact(kind: .planned, text: "the first, which tells most", weight: 9, turn: 1))
        for turn in 2...3000 {
            let text = "\(turn) " + String(repeating: "x", count: Int.random(in: 0...400, using: &generator))
            list.add(TellingFact(kind: .said, text: text, weight: Int.random(in: 2...8, using: &generator), turn: turn))
            list.checkInvariants()
        }
        #expect(list.facts.first?.turn == 1)
        let text = list.text(before: 4000, within: 700)
        #expect(text.hasPrefix("- the first, which tells most\n- "))
        #expect(text.jsonLength <= 700)
        #expect(list.text(before: 1, within: 500).isEmpty)
    }

    @Test func `the same words are one fact`() {
        var list = FactList()
        for turn in 1...3 { list.add(TellingFact(kind: .said, text: "I live in Rome", weight: 3, turn: turn)) }
        #expect(list.facts.map(\.turn) == [1])
    }
}
