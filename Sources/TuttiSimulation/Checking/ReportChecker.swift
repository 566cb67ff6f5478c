internal import TuttiCore

/// Judges a run that had no listener, or one that missed something: by its report and what its agents saw.
final class ReportChecker {
    private let evidence: Evidence
    private let facts: WorldFacts
    private let report: RunReport
    private let agents: [AgentReport]
    private var violations: [String] = []

    private init(_ evidence: Evidence, _ report: RunReport) {
        self.evidence = evidence
        self.facts = WorldFacts(evidence.world)
        self.report = report
        self.agents = report.agents
    }

    static func violations(of evidence: Evidence) -> [String] {
        guard let report = evidence.report else { return ["the run has no report"] }
        let checker = ReportChecker(evidence, report)
        guard report.agents.count == evidence.world.members.count else { return ["the report lacks agents"] }
        checker.checkRun()
        for index in checker.agents.indices { checker.check(index) }
        if let events = evidence.events { checker.checkGaps(events) }
        return checker.violations
    }

    private func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { self.violations.append("report: \(message())") }
    }

    private func checkRun() {
        let wallTime = self.report.wallTime.asInstant
        self.require(self.report.deadline?.asInstant == self.facts.deadline, "deadline \(self.report.deadline as Any)")
        if let deadline = self.facts.deadline {
            self.require(wallTime <= deadline + self.facts.deadlineGrace, "the run took \(wallTime.text)")
        }
        if let instant = self.facts.cancellation {
            self.require(wallTime <= instant + self.facts.deadlineGrace, "cancelled, the run took \(wallTime.text)")
        }
        if self.evidence.world.cancellation == .early {
            self.require(
                self.evidence.witness.attempts.isEmpty && self.agents.allSatisfy { $0.state == .cancelled },
                "cancelled before it began, the run asked \(self.evidence.witness.attempts.count) agents")
        }
        let isWhole = self.agents.allSatisfy { $0.state == .succeeded || $0.skipReason?.isExcusing ?? false }
        let givesOutput = self.agents.indices.contains { index in
            self.agents[index].state == .succeeded
                && (self.evidence.world.members[index].options.isFinal || self.facts.dependents[index].isEmpty)
        }
        let isRight: Bool =
            switch self.report.status {
            case .complete: isWhole
            case .partial: !isWhole && givesOutput
            case .nothing, .failed: !isWhole && !givesOutput
            }
        self.require(isRight, "the status is \(self.report.status)")
        self.require(
            self.report.usage.inputTokens
                <= self.evidence.witness.attempts.reduce(0) { $0 + $1.usages.count { $0 <= wallTime } }, "tokens")
    }

    private func check(_ index: Int) {
        let (agent, member) = (self.agents[index], self.evidence.world.members[index])
        let end = agent.end.asInstant
        self.require(end <= self.report.wallTime.asInstant, "\(agent.name) outlives the run")
        if let deadline = self.facts.deadline { self.require(end <= deadline, "\(agent.name) ends late") }
        self.require(agent.attempts <= member.maximumAttempts, "\(agent.name): \(agent.attempts) attempts")
        let calls = self.evidence.witness.attempts.count { $0.agent == index }
        let mayRefuse = self.evidence.world.configuration.maximumAbandoned < 4096
        self.require(calls == agent.attempts || mayRefuse && calls < agent.attempts, "\(agent.name): \(calls) calls")
        if let start = agent.start?.asInstant { self.checkStart(index, start) }
        if agent.state == .succeeded { self.checkOutput(index) }
        if agent.state == .skipped { self.require(agent.start == nil, "\(agent.name) is skipped after its start") }
        let isFree = self.facts.cancellation == nil && !self.evidence.world.configuration.failsFast
        if isFree {
            self.require(agent.state != .cancelled || agent.skipReason != nil, "\(agent.name) is cancelled by nobody")
        }
    }

    private func checkStart(_ index: Int, _ start: Instant) {
        let (agent, member) = (self.agents[index], self.evidence.world.members[index])
        for input in member.needs {
            let isDone = self.agents[input].state == .succeeded && self.agents[input].end.asInstant <= start
            self.require(isDone, "\(agent.name) starts without \(self.agents[input].name)")
        }
        let isReleased = member.options.isFinal && self.facts.cutOff.map { start >= $0 } ?? false
        for input in member.wants where !isReleased {
            self.require(self.agents[input].end.asInstant <= start, "\(agent.name) does not wait")
        }
        let successes = member.quorum.count {
            self.agents[$0].state == .succeeded && self.agents[$0].end.asInstant <= start
        }
        self.require(successes >= member.quorumCount, "\(agent.name) starts with \(successes)")
        self.require(member.isWanted != false, "\(agent.name) starts against its condition")
        let taken = self.decision(index) ?? start
        if let budget = self.facts.budget(of: index, at: taken) {
            self.require(agent.end.asInstant <= taken + budget, "\(agent.name) takes too long")
        }
    }

    private func decision(_ index: Int) -> Instant? {
        self.evidence.witness.decisions.first { $0.agent == index }?.began
    }

    private func checkOutput(_ index: Int) {
        let (agent, member) = (self.agents[index], self.evidence.world.members[index])
        if agent.isFallback, !member.hasSubstitute || agent.output == "fallback of \(agent.name)" {
            return self.require(
                agent.output == "fallback of \(agent.name)" && self.facts.usesFallbacks, "\(agent.name) falls back")
        }
        guard member.attempts.indices.contains(agent.attempts - 1) else {
            return self.require(false, "\(agent.name) succeeds without an attempt")
        }
        // Of several at once any may have won.
        let endings = member.attempts.prefix(agent.attempts).map(\.ending)
        let ending = endings[agent.attempts - 1]
        let canSucceed = member.hedging == nil ? ending.isSuccess : endings.contains(where: \.isSuccess)
        self.require(canSucceed, "\(agent.name) cannot succeed")
        // The inputs of a later attempt may be others than those the report says were missing.
        guard agent.attempts == 1, ending == .succeeds else { return }
        let missing = Dictionary(
            agent.missingInputs.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
        let inputs = member.inputs.map { input in
            let name = self.agents[input].name
            return "\(name)=\(missing[name].map { "missing: \($0.description)" } ?? self.agents[input].output ?? "?")"
        }
        let expected = World.result(of: agent.name, attempt: 1, inputs: inputs)
        self.require(agent.output == expected, "\(agent.name) gives \(agent.output ?? "nothing"), not \(expected)")
    }

    /// Invariant 25: what a slow listener has missed it is told, number by number.
    private func checkGaps(_ events: [RunEvent]) {
        var next = 1
        for event in events {
            self.require(event.run == self.report.run, "an event of another run")
            if case .gap(let missed) = event.kind {
                next += missed
                self.require(event.sequence == next - 1 && missed > 0, "a gap of \(missed) at \(event.sequence)")
            } else {
                self.require(event.sequence == next, "event \(event.sequence) after \(next - 1), and no gap")
                next += 1
            }
        }
        if case .quitting = self.evidence.world.listener { return }
        self.require(next - 1 == self.report.eventCount, "\(next - 1) events of \(self.report.eventCount)")
        guard case .runFinished(let status) = events.last?.kind else {
            return self.require(false, "the last event is \(events.last?.kind.wireName ?? "none")")
        }
        self.require(status == self.report.status, "the events say \(status)")
    }
}
