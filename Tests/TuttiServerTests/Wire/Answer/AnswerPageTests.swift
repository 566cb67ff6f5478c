import Testing
import TuttiCore
import TuttiServer

@Suite struct AnswerPageTests {
    private static func said(_ text: String, attempt: Int = 1) -> RunEvent.Kind {
        .answerDelta(agent: "answer", attempt: attempt, text: text)
    }

    private static let failed = RunEvent.Kind.attemptFailed(agent: "answer", attempt: 1, error: "x", retryIn: nil)

    @Test(
        arguments: [
            ([], "One two", false, "One two", .whole),
            ([], "One two three", false, "One two ", .length),
            ([said("One "), said("two")], "One two", false, "One two", .whole),
            ([said("One "), said("two three")], nil, true, "One two ", .length),
            ([said("One "), said("STOP")], "One STOP", true, "One ", .stopSequence("STOP")),
            (
                [said("Wrong "), failed, said("One ", attempt: 2), said("two", attempt: 2)], "One two", false,
                "One two", .whole
            ),
            ([said("Wrong"), failed, said("One two three", attempt: 2)], nil, true, "One two ", .length),
            ([said("One "), .gap(missed: 2), said("too many to be right")], "One 2", false, "One 2", .whole),
            ([said("One ")], nil, false, nil, .length),
        ] as [([RunEvent.Kind], String?, Bool, String?, ChatOutcome.Finish)])
    func `an answer is cut as soon as it is long enough, and begins anew when the run says so`(
        events: [RunEvent.Kind], answer: String?, isCut: Bool, text: String?, finish: ChatOutcome.Finish
    ) {
        var page = AnswerPage(AnswerBounds(stop: ["STOP"], maximumTokens: 2))
        for event in events { page.heard(event) }
        #expect(page.isCut == isCut)
        let outcome = page.ended(with: ChatOutcome(answer: answer, finish: answer == nil ? .length : .whole))
        #expect(outcome.answer == text)
        #expect(outcome.finish == finish)
    }

    @Test func `what was cut stays, whatever follows`() {
        var page = AnswerPage(AnswerBounds(maximumTokens: 1))
        page.heard(Self.said("One two"))
        page.heard(Self.failed)
        page.heard(Self.said("Other", attempt: 2))
        #expect(page.ended(with: ChatOutcome(answer: "Other", finish: .whole)).answer == "One ")
    }
}
