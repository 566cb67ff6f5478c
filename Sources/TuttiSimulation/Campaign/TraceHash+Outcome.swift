internal import TuttiCore
internal import TuttiJSON
package import TuttiTesting

extension TraceHash {
    /// The hash of all that a scenario has shown: events as they are written out, and reports.
    package init(_ outcome: Outcome) {
        self.init()
        for evidence in outcome.evidence {
            self.combine(evidence.run.description)
            for event in evidence.events ?? [] { self.combine(event.json.description) }
            if let report = evidence.report { self.combine(report.json.description) }
        }
        self.combine("\(outcome.time)")
    }
}
