import Testing
import TuttiCore
import TuttiServer

@Suite struct ChatAnswerTests {
    private static func said(_ text: String, attempt: Int = 1) -> RunEvent.Kind {
        .answerDelta(agent: "answer", attempt: attempt, text: text)
    }

    private static func failed(_ attempt: Int = 1) -> RunEvent.Kind {
        .attemptFailed(agent: "answer", attempt: attempt, error: "x", retryIn: nil)
    }

    private static func succeeded(_ output: String, attempt: Int = 1) -> RunEvent.Kind {
        .agentSucceeded(agent: "answer", attempt: attempt, output: output, fallbackReason: nil)
    }

    @Test(arguments: [
        ([], "All at once.", "All at once."),
        ([], nil, ""),
        ([said("One "), said("two."), succeeded("One two.")], "One two.", "One two."),
        ([said("One "), said("tw")], "One.", "One tw\n\nOne."),
        ([said("One "), said("two")], "One ", "One two"),
        ([said("One "), said("two")], "One two, three.", "One two, three."),
        ([said("One"), failed(), said("One", attempt: 2), said(" two.", attempt: 2)], "One two.", "One two."),
        ([said("One"), failed(), said("Two.", attempt: 2), succeeded("Two.", attempt: 2)], "Two.", "One\n\nTwo."),
        ([said("One"), failed(), said("O", attempt: 2), said("ne", attempt: 2)], "One", "One"),
        ([said("e"), said("\u{301}t")], "e\u{301}te", "e\u{301}te"),
        ([said("One "), .gap(missed: 3), said("four."), succeeded("One … four.")], "One … four.", "One … four."),
        ([.gap(missed: 1), said("Two"), succeeded("Two")], "Two", "Two"),
    ])
    func `what was sent is not taken back, and nothing is sent twice`(
        events: [RunEvent.Kind], answer: String?, received: String
    ) {
        var chat = ChatAnswer()
        var text = events.map { chat.heard($0) }.joined()
        text += chat.ended(with: answer)
        #expect(text == received)
    }

    @Test func `the answer grows as it comes`() {
        var chat = ChatAnswer()
        #expect(chat.heard(Self.said("One ")) == "One ")
        #expect(chat.heard(Self.said("Two", attempt: 2)) == "")
        #expect(chat.heard(Self.said("two")) == "two")
    }

    @Test func `it ends before a text that the client has named`() {
        var chat = ChatAnswer(AnswerBounds(stop: ["STOP"]))
        #expect(chat.heard(Self.said("One S")) == "One ")
        #expect(chat.finish == nil)
        #expect(chat.heard(Self.said("TOP two")) == "")
        #expect(chat.finish == .stopSequence("STOP"))
        #expect(chat.heard(Self.said(" three")) == "")
        #expect(chat.ended(with: "One STOP two three and more") == "")
    }

    @Test func `it ends behind the tokens that the client has named`() {
        var chat = ChatAnswer(AnswerBounds(maximumTokens: 2))
        #expect(chat.heard(Self.said("One two")) == "One two")
        #expect(chat.finish == nil)
        #expect(chat.heard(Self.said(" three")) == " ")
        #expect(chat.finish == .length)
        #expect(chat.ended(with: "One two three and more") == "")
    }

    @Test func `what is held back counts as well`() {
        var chat = ChatAnswer(AnswerBounds(stop: ["STOP"], maximumTokens: 1))
        #expect(chat.heard(Self.said("One ST")) == "One ")
        #expect(chat.finish == nil)
        #expect(chat.ended(with: "One ST") == "")
        #expect(chat.finish == .length)
    }
}
