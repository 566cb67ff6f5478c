internal import TuttiCore

/// Judges a run by its events, its graph, its script and what its agents saw; knows nothing of how the runtime decides.
package final class WorldChecker {
    let evidence: Evidence
    let facts: WorldFacts
    let events: [RunEvent]
    var observed: [Observed]
    /// The calls of each agent's body, by attempt; nil where none was made.
    let witnessed: [[Witness.Attempt?]]
    let decisions: [Witness.Decision?]
    package var violations: [String] = []
    var now: Instant = 0
    var open = 0
    var mostOpen = 0
    var warnings = 0
    var status: RunStatus?
    /// When everything was cancelled, by the caller or because the first failure does that.
    var cancelledAll: Instant?

    var world: World { self.facts.world }
    /// When the run was over.
    var finish: Instant { self.events.last?.time.asInstant ?? 0 }

    init(_ evidence: Evidence) {
        self.evidence = evidence
        self.facts = WorldFacts(evidence.world)
        self.events = evidence.events ?? []
        self.observed = Array(repeating: Observed(), count: evidence.world.members.count)
        var witnessed = evidence.world.members.map { [Witness.Attempt?](repeating: nil, count: $0.attempts.count) }
        var decisions = [Witness.Decision?](repeating: nil, count: evidence.world.members.count)
        var violations: [String] = []
        for attempt in evidence.witness.attempts {
            let isKnown = witnessed[attempt.agent].indices.contains(attempt.number - 1)
            if isKnown, witnessed[attempt.agent][attempt.number - 1] == nil {
                witnessed[attempt.agent][attempt.number - 1] = attempt
            } else {
                violations.append("n\(attempt.agent) is called for attempt \(attempt.number) once too often")
            }
        }
        for decision in evidence.witness.decisions {
            if decisions[decision.agent] != nil { violations.append("n\(decision.agent) is decided on twice") }
            decisions[decision.agent] = decision
        }
        self.witnessed = witnessed
        self.decisions = decisions
        self.violations = violations
    }

    /// Everything that is wrong with the run; empty when nothing is.
    package static func violations(of evidence: Evidence) -> [String] {
        guard evidence.isWhole || evidence.report == nil else { return ReportChecker.violations(of: evidence) }
        let checker = WorldChecker(evidence)
        checker.checkFrame()
        // What follows would only be noise.
        guard checker.violations.isEmpty else { return checker.violations }
        for event in checker.events { checker.check(event) }
        checker.checkWhole()
        if let report = evidence.report { checker.check(report) }
        return checker.violations
    }

    func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { self.violations.append("\(self.now.text): \(message())") }
    }

    /// Invariant 14: dense from 1, one start first, one end last, time never goes back.
    private func checkFrame() {
        var time: Instant = 0
        for (index, event) in self.events.enumerated() {
            self.now = event.time.asInstant
            self.require(event.sequence == index + 1, "event \(index + 1) has number \(event.sequence)")
            self.require(event.run == self.evidence.run, "an event of another run")
            self.require(self.now >= time, "time goes back from \(time.text)")
            time = self.now
            if case .runStarted = event.kind {
                self.require(index == 0, "the run starts with event \(index + 1)")
            } else {
                self.require(index > 0, "the first event is \(event.kind.wireName)")
            }
            if case .runFinished = event.kind {
                self.require(index == self.events.count - 1, "events follow the end")
            } else {
                self.require(index < self.events.count - 1, "the last event is \(event.kind.wireName)")
            }
        }
        self.require(!self.events.isEmpty, "there are no events")
    }

    private func check(_ event: RunEvent) {
        self.now = event.time.asInstant
        switch event.kind {
        case .runStarted(let workflow, let agents, let deadline):
            self.require(workflow == self.world.name, "the run is called \(workflow)")
            self.require(agents == self.world.members.map(\.name), "the agents are \(agents)")
            self.require(deadline?.asInstant == self.facts.deadline, "the deadline is \(deadline as Any)")
        case .runFinished(let status): self.finished(status)
        case .warning: self.warnings += 1
        case .gap: self.require(false, "a gap for a listener that has missed nothing")
        case .agentStarted(let agent, _, _), .attemptStarted(let agent, _), .attemptFailed(let agent, _, _, _),
            .hedgeStarted(let agent, _), .attemptAbandoned(let agent, _), .agentPartial(let agent, _, _),
            .agentSucceeded(let agent, _, _, _),
            .agentFailed(let agent, _, _), .agentTimedOut(let agent, _, _, _), .agentCancelled(let agent, _),
            .agentSkipped(let agent, _), .lateResult(let agent, _), .usageRecorded(let agent, _, _),
            .limitWaited(let agent, _), .partEnded(let agent, _, _), .cacheAnswered(let agent, _, _, _),
            .answerDelta(let agent, _, _), .agentChosen(let agent, _, _):
            guard let index = self.facts.indices[agent] else { return self.require(false, "an agent \(agent)") }
            self.check(event.kind, index)
        }
    }

    private func check(_ kind: RunEvent.Kind, _ index: Int) {
        switch kind {
        case .agentStarted(_, let budget, let missing): self.started(index, budget?.asInstant, missing)
        case .attemptStarted(_, let attempt): self.attemptStarted(index, attempt)
        case .attemptFailed(_, let attempt, let error, let wait):
            self.attemptFailed(index, attempt, error, wait?.asInstant)
        case .agentSucceeded(_, let attempt, let output, let reason): self.succeeded(index, attempt, output, reason)
        case .agentFailed(_, let attempt, let error): self.failed(index, attempt, error)
        case .agentTimedOut(_, let attempt, let error, let limit): self.timedOut(index, attempt, error, limit)
        case .agentCancelled(_, let reason): self.cancelled(index, reason)
        case .agentSkipped(_, let reason): self.skipped(index, reason)
        case .agentChosen: self.require(false, "a choice where nobody chooses")
        case .partEnded: self.require(false, "a part of an agent that has none")
        case .cacheAnswered: self.require(false, "an answer from a cache that no agent has")
        case .hedgeStarted(_, let attempt): self.hedgeStarted(index, attempt)
        case .attemptAbandoned(_, let attempt): self.abandoned(index, attempt)
        case .lateResult(_, let attempt): self.late(index, attempt)
        case .limitWaited(_, let waited): self.observed[index].waited = waited.asInstant
        case .usageRecorded(_, let attempt, _): self.change(index, attempt) { $0.usages += 1 }
        case .agentPartial(_, let attempt, _):
            self.require(!self.world.members[index].options.isFinal, "\(self.name(index)): a part, not a delta")
            self.part(index, attempt)
        case .answerDelta(_, let attempt, _):
            self.require(self.world.members[index].options.isFinal, "\(self.name(index)): a delta, not a part")
            self.part(index, attempt)
        case .runStarted, .runFinished, .warning, .gap: break
        }
    }

    // MARK: Small things

    func name(_ index: Int) -> String { self.world.members[index].name }

    func witness(_ index: Int, _ attempt: Int) -> Witness.Attempt? {
        guard self.witnessed[index].indices.contains(attempt - 1) else { return nil }
        return self.witnessed[index][attempt - 1]
    }

    /// Changes what is known of an attempt, which must have started.
    func change(_ index: Int, _ attempt: Int, _ change: (inout Observed.Attempt) -> Void) {
        guard self.observed[index].attempts.indices.contains(attempt - 1) else {
            return self.require(false, "\(self.name(index)) has no attempt \(attempt)")
        }
        change(&self.observed[index].attempts[attempt - 1])
    }

    private func part(_ index: Int, _ attempt: Int) {
        self.require(
            self.observed[index].open.contains(attempt),
            "\(self.name(index)) gives a part of attempt \(attempt)")
        self.change(index, attempt) { $0.parts += 1 }
    }

    /// What the agent would see if it began now, as it writes it into its result.
    func inputTexts(of index: Int) -> [String] {
        self.world.members[index].inputs.map { input in
            let agent = self.observed[input]
            let output = agent.output ?? "missing: \(agent.missingReason?.description ?? "?")"
            return "\(self.name(input))=\(output)"
        }
    }
}
