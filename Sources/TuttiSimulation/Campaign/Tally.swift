internal import TuttiCore

/// Counts of a campaign, added up over its seeds.
package struct Tally: Sendable {
    private var counts = [Int](repeating: 0, count: Happening.allCases.count)
    package var seeds = 0
    package var time: Instant = 0

    package init() {}

    package subscript(happening: Happening) -> Int {
        get { self.counts[happening.rawValue] }
        set { self.counts[happening.rawValue] = newValue }
    }

    package mutating func add(_ other: Self) {
        for index in self.counts.indices { self.counts[index] += other.counts[index] }
        self.seeds += other.seeds
        self.time += other.time
    }

    package mutating func add(_ outcome: Outcome) {
        self.seeds += 1
        self.time += outcome.time
        self[.waitsForProviders] += outcome.waitsForProviders
        self[.callsLeftAlone] += outcome.callsLeftAlone
        for evidence in outcome.evidence {
            self[.runs] += 1
            if evidence.isInner { self[.innerRuns] += 1 }
            if evidence.events == nil { self[.unheardRuns] += 1 }
            if evidence.world.cancellation == .early { self[.cancelledBeforeBegin] += 1 }
            for event in evidence.events ?? [] { self.add(event.kind) }
            self.add(evidence)
        }
    }

    private mutating func add(_ evidence: Evidence) {
        let members = evidence.world.members
        for attempt in evidence.witness.attempts {
            self[.attempts] += 1
            if attempt.isSubstitute { self[.fallbackAgents] += 1 }
            guard members[attempt.agent].attempts.indices.contains(attempt.number - 1) else { continue }
            let script = members[attempt.agent].attempts[attempt.number - 1]
            if script.duration == nil { self[.neverReturned] += 1 }
            if script.blocks { self[.blockedThreads] += 1 }
            guard attempt.ended != nil, attempt.cancelled == nil else { continue }
            switch script.ending {
            case .succeeds: break
            case .isEmpty: self[.emptyOutputs] += 1
            case .fails(let wait):
                self[.failures] += 1
                if wait != nil { self[.waitsForServers] += 1 }
            case .failsForGood: self[.permanentFailures] += 1
            }
        }
        for decision in evidence.witness.decisions where members[decision.agent].thinking > 0 {
            self[.slowConditions] += 1
        }
        guard let report = evidence.report else { return }
        self[.events] += report.eventCount
        self[.agents] += report.agents.count
        for agent in report.agents {
            self[.abandonedAttempts] += agent.abandoned
            self[.missingInputs] += agent.missingInputs.count
            if agent.isFallback { self[.fallbacks] += 1 }
            if agent.state == .cancelled, agent.skipReason != nil { self[.lostRaces] += 1 }
            switch agent.skipReason {
            case nil: break
            case .ancestor: self[.skipsForAncestors] += 1
            case .quorum: self[.skipsForQuorums] += 1
            case .condition: self[.skipsForConditions] += 1
            case .time: self[.skipsForTime] += 1
            case .notNeeded, .notChosen: self[.unneeded] += 1
            }
            if agent.state == .cancelled { self[.cancelledAgents] += 1 }
        }
        if report.agents.contains(where: { $0.state == .cancelled }) { self[.cancelledRuns] += 1 }
        switch report.status {
        case .complete: break
        case .partial: self[.partialRuns] += 1
        case .nothing: self[.emptyRuns] += 1
        case .failed: self[.failedRuns] += 1
        }
    }

    private mutating func add(_ kind: RunEvent.Kind) {
        switch kind {
        case .attemptFailed(_, _, let error, _):
            self[.retries] += 1
            if error.hasPrefix(WorldChecker.refusal) { self[.refusedStarts] += 1 }
        case .agentFailed(_, _, let error): if error.hasPrefix(WorldChecker.refusal) { self[.refusedStarts] += 1 }
        case .agentTimedOut(_, _, _, let limit): self[limit == .deadline ? .deadlineCuts : .timeouts] += 1
        case .lateResult: self[.lateResults] += 1
        case .limitWaited: self[.waitsForLimits] += 1
        case .agentPartial, .answerDelta: self[.parts] += 1
        case .usageRecorded: self[.usages] += 1
        case .gap: self[.gaps] += 1
        case .hedgeStarted: self[.hedges] += 1
        case .runStarted, .agentChosen, .agentStarted, .attemptStarted, .attemptAbandoned, .agentSucceeded,
            .agentCancelled,
            .agentSkipped, .partEnded, .cacheAnswered, .warning, .runFinished:
            break
        }
    }
}
