import Testing
import TuttiAgents
import TuttiCore

@Suite struct ConversationTests {
    private func turn(_ message: String, _ reply: String = "I see.") -> Conversation.Turn {
        Conversation.Turn(message: message, reply: reply)
    }

    @Test func `the newest turns are shown word for word, of older ones the facts`() {
        var limits = Conversation.Limits()
        limits.maximumContextTokens = 600
        var conversation = Conversation(limits)
        conversation.add(self.turn("hello"))
        conversation.add(self.turn("My sister Mara moves to Lisbon on 12 May"))
        for number in 3...40 { conversation.add(self.turn("\(number) \(Spoken.filler(number))")) }
        let background = conversation.background
        #expect(
            background.hasPrefix("From before, in the person's words:\n- My sister Mara moves to Lisbon on 12 May\n"))
        #expect(background.contains("\nPerson: 39 ") && background.contains("\nPerson: 40 "))
        #expect(background.hasSuffix("…\nCoach: I see."))
        #expect(!background.contains("hello"))
        #expect(background.jsonLength <= limits.backgroundBytes)
    }

    @Test func `a summary takes the place of the turns it tells of`() throws {
        var limits = Conversation.Limits()
        limits.maximumContextTokens = 600
        var conversation = Conversation(limits)
        var number = 0
        while conversation.turnsToFold.isEmpty {
            number += 1
            conversation.add(self.turn("\(number) \(Spoken.filler(number))"))
        }
        let folded = conversation.turnsToFold
        #expect(folded.first?.number == 1)
        let last = try #require(folded.last?.number)
        #expect(last <= number - 2)
        conversation.fold(through: last, into: "  \n")
        #expect(conversation.summarizedTurns == 0)
        conversation.fold(through: last, into: "It was about the weather.")
        #expect(conversation.turnsToFold.isEmpty)
        let background = conversation.background
        #expect(
            background.hasPrefix("What was said before, summed up:\nIt was about the weather.\nThe latest turns:\n"))
        #expect(!background.contains("Person: \(last) "))
        #expect(background.contains("Person: \(last + 1) "))
        // An older summary that comes late changes nothing.
        conversation.fold(through: last - 1, into: "Old.")
        #expect(conversation.summary == "It was about the weather.")
    }

    @Test func `whatever is said, for thousands of turns, the context keeps to its budget`() {
        for seed in 1...3 as ClosedRange<UInt64> {
            var generator = SeededRandomNumberGenerator(seed: seed)
            var limits = Conversation.Limits()
            limits.maximumContextTokens = [0, 1000, 4000][Int(seed) - 1]
            var conversation = Conversation(limits)
            conversation.recalled = seed % 2 == 0 ? String(repeating: "- \u{1}I \"planned\" it\n", count: 900) : ""
            let pieces = ["I decided on 4 May ", "Mara \"said\" ", "\u{1}\n", "é語👩‍👩‍👧 ", "so it went. ", "\\", "\u{2028}"]
            for number in 1...700 {
                func text(_ maximum: Int) -> String {
                    (0..<Int.random(in: 0...maximum, using: &generator))
                        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                }
                let isGiant = Int.random(in: 0..<300, using: &generator) == 0
                conversation.add(self.turn("#\(number) " + text(isGiant ? 30_000 : 30), text(40)))
                if let last = conversation.turnsToFold.last?.number, Bool.random(using: &generator) {
                    conversation.fold(through: last, into: text(300))
                }
                if number % 10 == 0 {
                    conversation.facts.checkInvariants()
                    let bound = Int.random(in: 0...limits.backgroundBytes, using: &generator)
                    #expect(conversation.background(within: bound).jsonLength <= bound)
                }
                let background = conversation.background
                #expect(background.jsonLength <= limits.backgroundBytes)
                #expect(background.contains("Person: #\(number) "))
                #expect(conversation.turns.count <= limits.maximumTurns)
            }
        }
    }

    @Test func `after failures the next summary is further and further away`() {
        var backoff = SummaryBackoff()
        #expect(backoff.mayBegin(afterTurn: 0))
        var pauses: [Int] = []
        var turn = 10
        for _ in 0..<7 {
            backoff.failed(afterTurn: turn)
            let next = (turn...).first { backoff.mayBegin(afterTurn: $0) } ?? turn
            pauses.append(next - turn)
            turn = next
        }
        #expect(pauses == [1, 2, 4, 8, 16, 16, 16])
        backoff.succeeded()
        #expect(backoff.mayBegin(afterTurn: 1))
        backoff.failed(afterTurn: 1)
        #expect(backoff.mayBegin(afterTurn: 2))
    }
}
