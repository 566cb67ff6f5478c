internal import TuttiCore
internal import TuttiTesting

/// One seed again, with all that a person needs to understand it.
package struct Replay: Sendable {
    package let seed: UInt64
    package private(set) var lines: [String] = []
    package private(set) var violations: [String] = []
    package private(set) var time: Instant = 0

    package init(seed: UInt64) {
        self.seed = seed
        let scenario = Scenario(seed: seed)
        self.lines.append("seed \(seed): \(scenario.mix.active.map { "\($0)" }.joined(separator: ", "))")
        self.lines.append("\(scenario.configuration)")
        do {
            let outcome = try scenario.run()
            for evidence in outcome.evidence { self.tell(evidence) }
            self.violations = ScenarioChecker.violations(of: outcome)
            self.time = outcome.time
            self.lines.append("trace hash \(TraceHash(outcome).text)")
        } catch {
            for world in scenario.worlds { self.tell(world) }
            self.violations = ["the scenario does not end: \(error)"]
        }
    }

    private mutating func tell(_ world: World) {
        self.lines.append("")
        let given = world.deadline.map { "within \($0.text)" } ?? "without a deadline"
        let cancellation = world.cancellation.map { ", cancelled \($0)" } ?? ""
        self.lines.append("\(world.name), \(given)\(cancellation), listener \(world.listener)")
        for member in world.members { self.lines.append("  " + member.summary(in: world)) }
    }

    private mutating func tell(_ evidence: Evidence) {
        self.tell(evidence.world)
        for event in evidence.events ?? [] {
            self.lines.append("  \(event.sequence) at \(event.time.asInstant.text): \(event.kind)")
        }
        for attempt in evidence.witness.attempts {
            var line = "  \(evidence.world.members[attempt.agent].name)#\(attempt.number) from \(attempt.began.text)"
            line += " to \(attempt.ended?.text ?? "never")\(attempt.hasSucceeded ? " with a result" : "")"
            if let cancelled = attempt.cancelled { line += ", told to stop at \(cancelled.text)" }
            self.lines.append(line)
        }
        if let report = evidence.report { self.lines.append("  \(report.summary)") }
    }
}

extension World.Member {
    /// The agent in one line: what is declared of it and what its attempts do.
    fileprivate func summary(in world: World) -> String {
        var parts = [self.name]
        for (word, inputs) in [("needs", self.needs), ("wants", self.wants)] where !inputs.isEmpty {
            parts.append("\(word) \(inputs.map { world.members[$0].name }.joined(separator: "+"))")
        }
        if self.quorumCount > 0 {
            parts.append(
                "\(self.isRace ? "race, " : "")\(self.quorumCount) of \(self.quorum.map { world.members[$0].name }.joined(separator: "+"))"
            )
        }
        if self.options.isFinal { parts.append("final") }
        if self.options.isolation == .cooperative { parts.append("cooperative") }
        if let timeout = self.options.timeout { parts.append("timeout \(timeout.asInstant.text)") }
        if let limit = self.options.retry.attemptTimeout { parts.append("attempt timeout \(limit.asInstant.text)") }
        if let expected = self.options.expectedDuration { parts.append("expected \(expected.asInstant.text)") }
        if self.options.minimumBudget > .zero { parts.append("at least \(self.options.minimumBudget.asInstant.text)") }
        if self.options.fallback != nil { parts.append("fallback") }
        if self.callsProvider { parts.append("calls the provider") }
        if self.hasSubstitute { parts.append("fallback agent") }
        if let hedging { parts.append("hedged \(hedging.delay) up to \(hedging.maximumAttempts)") }
        if let isWanted { parts.append("condition \(isWanted) after \(self.thinking.text)") }
        for (index, attempt) in self.attempts.enumerated() {
            let time = attempt.duration?.text ?? "for ever"
            parts.append("#\(index + 1) \(time) \(attempt.ending) \(attempt.hearing)\(attempt.blocks ? " blocks" : "")")
        }
        if !self.inner.isEmpty { parts.append("a run inside") }
        return parts.joined(separator: ", ")
    }
}
