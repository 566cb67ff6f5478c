/// What has to hold in every run, and who looks after it.
package struct Invariant: Sendable {
    /// How far the worlds look after it.
    package enum Coverage: Hashable, Sendable {
        /// In every world.
        case checked
        /// As far as the thing exists: the rest is named.
        case partly
        /// Nothing of it exists yet.
        case notYet
    }

    package var number: Int
    package var text: String
    package var coverage: Coverage
    /// Who checks it, or why nobody does.
    package var place: String

    package var line: String {
        let mark =
            switch self.coverage {
            case .checked: "checked"
            case .partly: "partly "
            case .notYet: "not yet"
            }
        return "\(self.number < 10 ? " " : "")\(self.number)  \(mark)  \(self.text): \(self.place)"
    }
}

extension Invariant {
    /// Those that a simulation can show, by their numbers in the design.
    package static let all: [Invariant] = [
        .init(
            number: 1, text: "each agent ends in exactly one state", coverage: .checked,
            place: "WorldChecker.ended, checkWhole; ReportChecker.check"),
        .init(
            number: 2, text: "no way out of an end, and no way but the declared ones", coverage: .checked,
            place: "WorldChecker.started, attemptStarted, ended, skipped"),
        .init(
            number: 3, text: "inputs are there before an agent starts", coverage: .checked,
            place: "WorldChecker.started; ReportChecker.checkStart"),
        .init(
            number: 4, text: "a skip names the ancestor that failed", coverage: .checked,
            place: "WorldChecker.skipped, checkAncestor"),
        .init(
            number: 5, text: "limits hold at every event", coverage: .partly,
            place: "WorldChecker.checkSlots; AbandonmentChecker; ProviderChecker; AdmissionOracle for the rest"),
        .init(
            number: 6, text: "a run returns by its deadline", coverage: .checked,
            place: "WorldChecker.checkFinish, to the nanosecond; ReportChecker.checkRun"),
        .init(
            number: 7, text: "budgets suffice and never pass the parent's", coverage: .checked,
            place: "WorldChecker.started, checkCalls, the deadline of runs inside agents"),
        .init(
            number: 8, text: "each result is delivered once, late ones change nothing", coverage: .checked,
            place: "WorldChecker.succeeded, late, checkStop"),
        .init(
            number: 9, text: "attempts are bounded, permanent failures are not retried", coverage: .checked,
            place: "WorldChecker.attemptStarted, hedgeStarted, attemptFailed; ScenarioChecker.budgetViolations"),
        .init(
            number: 10, text: "waits honour Retry-After and the deadline", coverage: .checked,
            place: "WorldChecker.attemptFailed, waits; for all callers of a provider: AdmissionOracle"),
        .init(
            number: 11, text: "a failing agent changes no sibling", coverage: .checked,
            place: "WorldChecker.succeeded (results byte by byte), checkWait (nobody waits for it)"),
        .init(
            number: 12, text: "nothing is left behind", coverage: .checked,
            place: "Scenario.leftovers, playCalm: timers, attempts, the gauge, what is in flight for a budget"),
        .init(
            number: 13, text: "cancellation reaches everybody, and nothing starts after it", coverage: .checked,
            place: "WorldChecker.checkAttempts (in the same instant), attemptStarted; ReportChecker.checkRun"),
        .init(
            number: 14, text: "events are dense and framed", coverage: .checked, place: "WorldChecker.checkFrame"),
        .init(
            number: 15, text: "the views agree", coverage: .partly,
            place: "WorldChecker.check(report), ScenarioChecker.foldViolations; rows and SSE do not exist yet"),
        .init(
            number: 16, text: "metrics are sums of the events", coverage: .partly,
            place: "ScenarioChecker.metricViolations, usage per agent; drops are not counted"),
        .init(
            number: 17, text: "an event is seen only after its commit", coverage: .notYet, place: "there is no journal"),
        .init(
            number: 21, text: "the same seed gives the same trace", coverage: .checked,
            place: "tutti-sim --hash, compared between runs and builds by Scripts/simulate"),
        .init(
            number: 22, text: "every run ends, and work beside a free slot goes on", coverage: .checked,
            place: "Simulation.Stuck, Scenario.playCalm, WorldChecker.checkWait"),
        .init(
            number: 23, text: "a ready agent starts in its turn", coverage: .checked,
            place: "WorldChecker.checkOrder, checkWait for retries as well; between runs: AdmissionOracle"),
        .init(
            number: 24, text: "whoever fails is left alone", coverage: .checked,
            place: "ProviderChecker, as callers see it; CircuitBreakerRandomTests, transition by transition"),
        .init(
            number: 25, text: "memory is bounded, and drops are told", coverage: .partly,
            place: "ReportChecker.checkGaps for events; the queue of a provider: AdmissionOracle"),
        .init(
            number: 31, text: "jumps of the wall clock change nothing", coverage: .checked,
            place: "runs know a TimeSource alone (Scripts/check-layout); no world begins where its clock does"),
        .init(
            number: 32, text: "large graphs are planned in linear time, impossible ones refused", coverage: .notYet,
            place: "no world is that large: AgentGraphTests, ExecutionPlanTests and the instruction counts"),
    ]
}
