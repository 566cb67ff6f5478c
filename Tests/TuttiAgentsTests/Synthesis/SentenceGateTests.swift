import Testing
import TuttiAgents
import TuttiCore

@Suite struct SentenceGateTests {
    @Test func `text passes at once until the closing time, then sentence by sentence`() {
        var gate = SentenceGate(closingAt: .seconds(2))
        #expect(gate.take("You carry", at: .zero) == "You carry")
        #expect(gate.take(" a", at: .milliseconds(1999)) == " a")
        #expect(gate.take(" lot.", at: .seconds(2)).isEmpty)
        #expect(gate.take(" B", at: .seconds(2)) == " lot.")
        #expect(gate.take("egin", at: .seconds(2)).isEmpty)
        #expect(gate.close().isEmpty)
        #expect(gate.given == "You carry a lot." && !gate.isBroken)
    }

    @Test func `what is held is the rest of an answer that is whole`() {
        var gate = SentenceGate(closingAt: .zero)
        #expect(gate.take("You carry a lot", at: .zero).isEmpty)
        #expect(gate.finish() == "You carry a lot")
        #expect(gate.given == "You carry a lot" && !gate.isBroken)
    }

    @Test func `a sentence that is whole at the cut passes`() {
        var gate = SentenceGate(closingAt: .zero)
        _ = gate.take("You carry a lot. Begin now!", at: .zero)
        #expect(gate.given == "You carry a lot.")
        #expect(gate.close() == " Begin now!")
        #expect(!gate.isBroken)
    }

    @Test(arguments: [("You", true), ("You carry.", false), ("You carry. ", false), ("One. Two", true), ("", false)])
    func `the answer is broken when a sentence had begun`(_ text: String, _ isBroken: Bool) {
        var gate = SentenceGate(closingAt: .seconds(1))
        #expect(gate.take(text, at: .zero) == text)
        #expect(gate.take(" 3", at: .seconds(1)).isEmpty)
        _ = gate.close()
        #expect(gate.given == text && gate.isBroken == isBroken)
    }

    @Test(arguments: 0..<40) func `whatever the pieces are, what is given on is the beginning of the text`(_ seed: Int)
    {
        var generator = SeededRandomNumberGenerator(seed: UInt64(seed))
        let text = ChunkCase.all.shuffled(using: &generator).prefix(12).map(\.text).joined(separator: " ")
        var gate = SentenceGate(closingAt: .milliseconds(500))
        var given = ""
        var now = Duration.zero
        for scalar in text.unicodeScalars {
            now += .milliseconds(Int.random(in: 0...4, using: &generator))
            let piece = gate.take(String(scalar), at: now)
            if now < .milliseconds(500) { #expect(piece.utf8.elementsEqual(String(scalar).utf8)) }
            given += piece
        }
        if Bool.random(using: &generator) {
            given += gate.finish()
            #expect(given.utf8.elementsEqual(text.utf8))
        } else {
            given += gate.close()
        }
        #expect(given.utf8.elementsEqual(gate.given.utf8))
        #expect(text.utf8.starts(with: given.utf8))
    }
}
