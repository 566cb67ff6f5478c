import Testing
import TuttiAgents
import TuttiCore

@Suite struct SpokenAnswerTests {
    @Test func `chunks are counted, and what has nothing to say is no chunk`() {
        var answer = SpokenAnswer()
        let text = "You carry a lot, I see [1].\n\n```\na\n```\n\nBegin now.\n\nSources\n  [1] journal"
        let lines = answer.append(text, at: .zero) + answer.finish()
        #expect(
            lines == [
                .chunk(1, text: "You carry a lot,", speak: "You carry a lot,"),
                .chunk(2, text: " I see [1].", speak: "I see."),
                .chunk(3, text: "\n\nBegin now.", speak: "Begin now."),
            ])
    }

    @Test func `an answer that begins anew mixes with nothing`() {
        var answer = SpokenAnswer()
        #expect(answer.append("You carry a lot, and half", at: .zero).count == 1)
        let lines = answer.restart("Begin now. Then", at: .zero) + answer.finish()
        #expect(
            lines == [
                .restart, .chunk(2, text: "Begin now.", speak: "Begin now."), .chunk(3, text: " Then", speak: "Then"),
            ])
    }

    @Test func `what nobody has heard needs no restart`() {
        var answer = SpokenAnswer()
        #expect(answer.append("You carry", at: .zero).isEmpty)
        #expect(answer.restart("Begin now. T", at: .zero) == [.chunk(1, text: "Begin now.", speak: "Begin now.")])
    }

    @Test func `silence in the middle of a sentence is broken after the age`() {
        var answer = SpokenAnswer()
        _ = answer.append("You carry a", at: .seconds(5))
        #expect(answer.nextDeadline == .seconds(6))
        #expect(answer.timePassed(to: .seconds(6)) == [.chunk(1, text: "You carry", speak: "You carry")])
        #expect(answer.nextDeadline == nil)
    }

    /// What opens, closes or means something in Markdown.
    private static let marks = [
        "[", "]", "(", ")", "](", "<", ">", "`", "```", "~~~", "*", "**", "_", "~~", "\\", "!", "|", "#", "- ", "1. ",
        "\n",
        "\n\n", " ", "http://", "https://www.", "a", "Sources\n", "[1]", "[^2]", ":", ".", "\u{301}", "👩‍👩‍👧",
    ]

    @Test(arguments: 0..<200) func `marks without sense say no more than the text, and end`(_ seed: Int) {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let alphabet = Self.marks.shuffled(using: &generator).prefix(Int.random(in: 2...12, using: &generator))
        let text = (0..<400).reduce(into: "") { text, _ in text += alphabet.randomElement(using: &generator) ?? "" }
        var answer = SpokenAnswer()
        for line in answer.append(text, at: .zero) + answer.finish() {
            guard case .chunk(_, let text, let speak) = line else { continue }
            // A pause behind a heading, a comma between cells and a space behind a citation are added.
            #expect(speak.utf8.count <= 3 * text.utf8.count)
            #expect(speak.contains { $0.isLetter || $0.isNumber } && !speak.contains(where: \.isNewline))
        }
    }
}
