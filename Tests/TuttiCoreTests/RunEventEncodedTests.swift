import Testing
import TuttiCore
import TuttiJSON

/// The wire form is a promise to others: a change here is a breaking change.
@Suite struct RunEventEncodedTests {
    private static let table: [(RunEvent.Kind, String)] = [
        (
            .runStarted(workflow: "w", agents: ["a", "b"], deadline: .seconds(3)),
            #""event":"runStarted","workflow":"w","agents":["a","b"],"deadlineMs":3000.0"#
        ),
        (
            .runStarted(workflow: "w", agents: [], deadline: nil),
            #""event":"runStarted","workflow":"w","agents":[],"deadlineMs":null"#
        ),
        (
            .agentStarted(agent: "a", budget: .milliseconds(1500), missing: []),
            #""event":"agentStarted","agent":"a","budgetMs":1500.0,"missing":{}"#
        ),
        (.attemptStarted(agent: "a", attempt: 2), #""event":"attemptStarted","agent":"a","attempt":2"#),
        (
            .attemptFailed(agent: "a", attempt: 1, error: "\"no\"", retryIn: .milliseconds(250)),
            #""event":"attemptFailed","agent":"a","attempt":1,"error":"\"no\"","retryInMs":250.0"#
        ),
        (.attemptAbandoned(agent: "a", attempt: 1), #""event":"attemptAbandoned","agent":"a","attempt":1"#),
        (
            .agentPartial(agent: "a", attempt: 1, text: "line\n"),
            #""event":"agentPartial","agent":"a","attempt":1,"text":"line\n""#
        ),
        (
            .agentSucceeded(agent: "a", attempt: 1, output: "é", fallbackReason: nil),
            #""event":"agentSucceeded","agent":"a","attempt":1,"output":"é","fallback":false,"error":null"#
        ),
        (
            .agentSucceeded(agent: "a", attempt: 1, output: "", fallbackReason: "refused"),
            #""event":"agentSucceeded","agent":"a","attempt":1,"output":"","fallback":true,"error":"refused""#
        ),
        (
            .agentFailed(agent: "a", attempt: 3, error: "refused"),
            #""event":"agentFailed","agent":"a","attempt":3,"error":"refused""#
        ),
        (
            .agentTimedOut(agent: "a", attempt: 1, error: "late", limit: .deadline),
            #""event":"agentTimedOut","agent":"a","attempt":1,"error":"late","limit":"deadline""#
        ),
        (.agentCancelled(agent: "a", reason: nil), #""event":"agentCancelled","agent":"a","reason":null"#),
        (
            .agentSkipped(agent: "b", reason: .ancestor(name: "a", state: .timedOut)),
            #""event":"agentSkipped","agent":"b","reason":"needs 'a', which timed out""#
        ),
        (.lateResult(agent: "a", attempt: 1), #""event":"lateResult","agent":"a","attempt":1"#),
        (
            .usageRecorded(agent: "a", attempt: 1, usage: Usage(inputTokens: 3, outputTokens: 5, costUSD: 0.25)),
            #""event":"usageRecorded","agent":"a","attempt":1,"usage":{"inputTokens":3,"outputTokens":5,"costUSD":0.25}"#
        ),
        (.limitWaited(agent: "a", waited: .microseconds(1500)), #""event":"limitWaited","agent":"a","waitedMs":1.5"#),
        (
            .agentChosen(agent: "a", by: "s", isSpeculative: true),
            #""event":"agentChosen","agent":"a","by":"s","speculative":true"#
        ),
        (
            .partEnded(agent: "a", attempt: 1, part: .init("a[2]", index: 2, of: 5, .failed, error: "no")),
            #""event":"partEnded","agent":"a","attempt":1,"part":"a[2]","index":2,"count":5,"state":"failed","error":"no""#
        ),
        (
            .cacheAnswered(agent: "a", attempt: 1, age: .seconds(2), isStale: true),
            #""event":"cacheAnswered","agent":"a","attempt":1,"ageMs":2000.0,"stale":true"#
        ),
        (
            .answerDelta(agent: "a", attempt: 1, text: "…"),
            #""event":"answerDelta","agent":"a","attempt":1,"text":"…""#
        ),
        (.warning(message: "look"), #""event":"warning","message":"look""#),
        (.runFinished(status: .partial), #""event":"runFinished","status":"partial""#),
        (.gap(missed: 7), #""event":"gap","missed":7"#),
    ]

    @Test func `every kind has its wire form, and it is JSON`() throws {
        for (kind, members) in Self.table {
            let event = RunEvent(run: RunID("r1"), sequence: 4, time: .microseconds(12_345), kind: kind)
            let text = event.json.serialized()
            #expect(text == #"{"v":1,"run":"r1","seq":4,"t":12.345,"# + members + "}")
            #expect(try JSONValue(parsing: text) == event.json)
        }
        #expect(Set(Self.table.map(\.0.wireName)).count == 21)
    }

    @Test func `reasons for a skip and for a missing input are words`() {
        #expect(SkipReason.quorum(required: 2).description == "fewer than the 2 agents it needs can still succeed")
        #expect(SkipReason.condition.description == "its condition was not met")
        #expect(SkipReason.time.description == "not enough time left")
        let states = AgentState.allCases.map { SkipReason.ancestor(name: "a", state: $0).description }
        #expect(
            states == [
                "needs 'a', which succeeded", "needs 'a', which failed", "needs 'a', which timed out",
                "needs 'a', which was cancelled", "needs 'a', which was skipped",
            ])
        let reasons: [MissingReason] = [.failed, .timedOut, .cancelled, .skipped, .notYet]
        #expect(reasons.map(\.rawValue) == ["failed", "timedOut", "cancelled", "skipped", "notYet"])
    }
}
