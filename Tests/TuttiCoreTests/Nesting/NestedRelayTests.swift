import Testing
import TuttiCore

/// What a run hears of another one inside of one of its agents.
@Suite struct NestedRelayTests {
    static let table: [(RunEvent.Kind, NestedRelay.Order?)] = [
        (
            .agentSucceeded(agent: "b", attempt: 1, output: "x", fallbackReason: nil),
            .part(.init("b", index: 1, of: 2, .succeeded))
        ),
        (
            .agentSucceeded(agent: "b", attempt: 1, output: "x", fallbackReason: "late"),
            .part(.init("b", index: 1, of: 2, .succeeded, error: "late"))
        ),
        (.agentFailed(agent: "a", attempt: 2, error: "no"), .part(.init("a", index: 0, of: 2, .failed, error: "no"))),
        (
            .agentTimedOut(agent: "a", attempt: 1, error: "late", limit: .timeout),
            .part(.init("a", index: 0, of: 2, .timedOut, error: "late"))
        ),
        (.agentCancelled(agent: "a", reason: nil), .part(.init("a", index: 0, of: 2, .cancelled))),
        (
            .agentSkipped(agent: "a", reason: .condition),
            .part(.init("a", index: 0, of: 2, .skipped, error: "its condition was not met"))
        ),
        (
            .partEnded(agent: "a", attempt: 1, part: .init("a[3]", index: 3, of: 5, .failed, error: "no")),
            .part(.init("a/a[3]", index: 3, of: 5, .failed, error: "no"))
        ),
        (.usageRecorded(agent: "a", attempt: 1, usage: Usage(inputTokens: 3)), .usage(Usage(inputTokens: 3))),
        (.answerDelta(agent: "b", attempt: 1, text: "Hi"), .text("Hi")),
        (.answerDelta(agent: "b", attempt: 2, text: "Hi"), nil),
        (.answerDelta(agent: "a", attempt: 1, text: "Hi"), nil),
        (.agentPartial(agent: "b", attempt: 1, text: "Hi"), nil), (.warning(message: "told at the end"), nil),
        (.agentStarted(agent: "a", budget: nil, missing: []), nil), (.attemptStarted(agent: "a", attempt: 1), nil),
        (.runStarted(workflow: "w", agents: ["a", "b"], deadline: nil), nil), (.runFinished(status: .complete), nil),
        (.gap(missed: 3), nil), (.agentFailed(agent: "unknown", attempt: 1, error: "no"), nil),
    ]

    @Test(arguments: Self.table.indices) func `each event has its order`(index: Int) {
        var relay = NestedRelay(["a", "b"], speaker: "b")
        #expect(relay.heard(Self.table[index].0) == Self.table[index].1)
    }

    @Test func `what nobody answers with is not passed on as text`() {
        var relay = NestedRelay(["a", "b"], speaker: nil)
        #expect(relay.heard(.answerDelta(agent: "b", attempt: 1, text: "Hi")) == nil)
    }

    @Test func `at the end comes what was not heard, and nothing twice`() {
        var relay = NestedRelay(["a", "b"], speaker: nil)
        _ = relay.heard(.usageRecorded(agent: "a", attempt: 1, usage: Usage(inputTokens: 3, outputTokens: 1)))
        _ = relay.heard(.agentFailed(agent: "a", attempt: 1, error: "no"))
        var reports = [AgentReport(name: "a"), AgentReport(name: "b")]
        (reports[0].state, reports[0].usage) = (.failed, Usage(inputTokens: 3, outputTokens: 1))
        (reports[1].state, reports[1].usage) = (.cancelled, Usage(inputTokens: 4))
        #expect(
            relay.finished(reports, warnings: ["careful"]) == [
                .part(.init("b", index: 1, of: 2, .cancelled)), .usage(Usage(inputTokens: 4)), .warning("careful"),
            ])
    }

    @Test func `when all was heard nothing is left`() {
        var relay = NestedRelay(["a"], speaker: nil)
        _ = relay.heard(.agentCancelled(agent: "a", reason: nil))
        var report = AgentReport(name: "a")
        report.state = .cancelled
        #expect(relay.finished([report], warnings: []) == [])
    }
}
