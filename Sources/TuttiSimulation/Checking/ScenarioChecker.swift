internal import TuttiCore

/// Judges all that happened for a seed.
package enum ScenarioChecker {
    /// Everything that is wrong; empty when nothing is.
    package static func violations(of outcome: Outcome) -> [String] {
        var violations = outcome.violations
        for evidence in outcome.evidence {
            let found = WorldChecker.violations(of: evidence) + Self.foldViolations(evidence)
            violations += found.map { "\(evidence.world.name): \($0)" }
        }
        violations += Self.metricViolations(outcome)
        violations += Self.budgetViolations(outcome)
        if violations.isEmpty { violations += AbandonmentChecker.violations(of: outcome) }
        return violations
    }

    /// Invariant 15: the runtime's own fold of the events is its report.
    private static func foldViolations(_ evidence: Evidence) -> [String] {
        guard evidence.isWhole, let plan = evidence.plan, let report = evidence.report, let events = evidence.events
        else { return [] }
        var reducer = RunReducer(plan: plan, run: report.run)
        for event in events { reducer.apply(event) }
        let fold = reducer.report
        let isSame =
            fold.agents == report.agents && fold.status == report.status && fold.wallTime == report.wallTime
            && fold.warnings == report.warnings && fold.eventCount == report.eventCount
            && fold.deadline == report.deadline && fold.maximumConcurrency == report.maximumConcurrency
        return isSame ? [] : ["the events fold to another report"]
    }

    /// Invariant 9: what is counted on a budget hedges no more than its share of the calls, and one.
    private static func budgetViolations(_ outcome: Outcome) -> [String] {
        let counted = outcome.evidence.filter { $0.world.members.contains { $0.options.attemptBudget != nil } }
        guard !counted.isEmpty, counted.allSatisfy(\.isWhole) else { return [] }
        var (calls, hedges) = (0, 0)
        for event in counted.flatMap({ $0.events ?? [] }) {
            switch event.kind {
            case .attemptStarted(_, let attempt): calls += attempt == 1 ? 1 : 0
            case .hedgeStarted: hedges += 1
            default: break
            }
        }
        let configuration = AttemptBudget.Configuration()
        let most = 1 + Int(Double(calls) * configuration.hedgeShare)
        return hedges <= most ? [] : ["\(hedges) hedges of \(calls) calls, \(most) may be"]
    }

    /// Invariant 16: the metrics of the executor are the sums of its runs.
    private static func metricViolations(_ outcome: Outcome) -> [String] {
        let reports = outcome.evidence.compactMap(\.report)
        let agents = reports.flatMap(\.agents)
        let pairs = [
            ("runs", outcome.metrics.executions, reports.count),
            ("agents", outcome.metrics.agents, agents.count { $0.attempts > 0 }),
            ("failures", outcome.metrics.errors, agents.count { $0.state == .failed }),
            ("timeouts", outcome.metrics.timeouts, agents.count { $0.state == .timedOut }),
            ("parallel runs", outcome.metrics.parallelExecutions, reports.count { $0.maximumConcurrency > 1 }),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { "the metrics count \($0.1) \($0.0), there were \($0.2)" }
    }
}
