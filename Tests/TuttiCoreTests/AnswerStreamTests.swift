import Testing
import TuttiCore

@Suite struct AnswerStreamTests {
    private static func delta(_ text: String, _ attempt: Int = 1, of agent: String = "a") -> RunEvent.Kind {
        .answerDelta(agent: agent, attempt: attempt, text: text)
    }

    private static func failure(_ attempt: Int) -> RunEvent.Kind {
        .attemptFailed(agent: "a", attempt: attempt, error: "cut", retryIn: .zero)
    }

    private static func success(_ output: String, _ attempt: Int = 1, fallback: String? = nil) -> RunEvent.Kind {
        .agentSucceeded(agent: "a", attempt: attempt, output: output, fallbackReason: fallback)
    }

    /// What a reader shows, page by page, and whether the last page is the answer.
    private static func read(_ kinds: RunEvent.Kind...) -> [String] {
        var stream = AnswerStream()
        var pages: [String] = []
        for kind in kinds {
            switch stream.heard(kind) {
            case .append(let text): pages = pages.dropLast() + [(pages.last ?? "") + text]
            case .restart(let text): pages.append(text)
            case .ignore: break
            }
        }
        return pages + [stream.isWhole ? "whole" : "not whole"]
    }

    @Test func `pieces of one attempt are one text`() {
        #expect(Self.read(Self.delta("x "), Self.delta("y"), Self.success("x y")) == ["x y", "whole"])
        #expect(Self.read(Self.delta("x"), Self.success("x, improved")) == ["x", "whole"])
        #expect(Self.read(Self.success("x")) == ["not whole"])
    }

    @Test func `an attempt after one that broke off begins with an empty page`() {
        #expect(
            Self.read(
                Self.delta("x "), Self.failure(1), Self.delta("x ", 2), Self.delta("y", 2), Self.success("x y", 2))
                == ["x ", "x y", "whole"])
        #expect(Self.read(Self.delta("x"), Self.failure(1), Self.success("z", 2)) == ["x", "not whole"])
    }

    @Test func `attempts beside each other do not mix, and the winner is shown`() {
        #expect(
            Self.read(Self.delta("x "), Self.delta("X ", 2), Self.delta("y"), Self.success("x y")) == ["x y", "whole"])
        #expect(
            Self.read(Self.delta("x "), Self.delta("X ", 2), Self.delta("Y", 2), Self.success("X Y", 2))
                == ["x ", "X Y", "whole"])
        #expect(
            Self.read(
                Self.delta("x "), Self.delta("X ", 2), Self.failure(1), Self.delta("Y", 2), Self.success("X Y", 2))
                == ["x ", "X Y", "whole"])
        #expect(
            Self.read(Self.delta("x "), Self.delta("X ", 2), Self.failure(2), Self.delta("y"), Self.success("x y"))
                == ["x y", "whole"])
    }

    @Test func `what a fallback gives was not shown`() {
        #expect(Self.read(Self.delta("x"), Self.success("z", fallback: "late")) == ["x", "not whole"])
        // The fallback agent may have said it.
        #expect(
            Self.read(
                Self.delta("x"), Self.failure(1), Self.delta("z", 2), Self.success("z", 2, fallback: "cut"))
                == ["x", "z", "whole"])
    }

    @Test func `when its agent fails another one has the word`() {
        let failure = RunEvent.Kind.agentFailed(agent: "a", attempt: 1, error: "no")
        #expect(
            Self.read(
                Self.delta("x"), Self.delta("b", of: "b"), failure, Self.delta("c", of: "b"),
                .agentSucceeded(agent: "b", attempt: 1, output: "bc", fallbackReason: nil))
                == ["x", "bc", "whole"])
        let timeOut = RunEvent.Kind.agentTimedOut(agent: "a", attempt: 1, error: "late", limit: .deadline)
        #expect(Self.read(Self.delta("x"), timeOut) == ["x", "not whole"])
    }

    @Test func `after a gap only the output itself is the whole`() {
        #expect(Self.read(Self.delta("x "), .gap(missed: 1), Self.success("x y z")) == ["x ", "not whole"])
        #expect(Self.read(Self.delta("x"), .gap(missed: 1), Self.success("x")) == ["x", "whole"])
    }
}
