package import TuttiAgents
package import TuttiCore

/// What runs, requests and calls of models came to: facts go in, ``text(_:)`` comes out.
///
/// A plain struct that counts by index; it has no lock and no clock. The number of its series is bounded, whatever names
/// agents, models and methods have.
package struct MetricsRegistry: Sendable {
    /// The most ensembles, and the most agents of each, that have series of their own.
    package static let maximumEnsembles = 64, maximumAgents = 64

    private struct Running: Sendable {
        var ensemble: Int
        var firstText: Duration?
    }

    private(set) var ensembleNames = LabelTable(maximum: Self.maximumEnsembles)
    private(set) var ensembles: [EnsembleMetrics] = []
    private(set) var requests = RequestMetrics()
    private(set) var models = ModelMetrics()
    private var running: [RunID: Running] = [:]

    package init() {}

    // MARK: Facts

    /// A run of an ensemble has begun.
    package mutating func began(_ run: RunID, _ ensemble: String) {
        let index = self.ensembleNames.row(of: ensemble)
        while self.ensembles.count <= index {
            self.ensembles.append(EnsembleMetrics(maximumAgents: Self.maximumAgents))
        }
        guard self.running.updateValue(Running(ensemble: index), forKey: run) == nil else { return }
        self.ensembles[index].running += 1
    }

    /// Whether an event tells something that the report of its run does not.
    package static func matters(_ event: RunEvent) -> Bool {
        switch event.kind {
        case .attemptFailed, .hedgeStarted, .lateResult, .limitWaited, .cacheAnswered, .answerDelta, .gap: true
        default: false
        }
    }

    /// A run that has begun and not ended tells something.
    package mutating func told(_ events: [RunEvent], of run: RunID) {
        guard var entry = self.running[run] else { return }
        for event in events {
            switch event.kind {
            case .answerDelta: entry.firstText = entry.firstText ?? event.time
            case .gap(let missed): self.ensembles[entry.ensemble].missedEvents &+= UInt64(max(missed, 0))
            default: self.ensembles[entry.ensemble].agents.told(event.kind)
            }
        }
        self.running[run] = entry
    }

    /// A run that has begun has ended; `status` is what came of it for the client.
    package mutating func ended(_ run: RunReport, _ status: RunStatus) {
        guard let entry = self.running.removeValue(forKey: run.run) else { return }
        self.ensembles[entry.ensemble].running -= 1
        self.ensembles[entry.ensemble].ended(run, status, firstText: entry.firstText)
    }

    /// A request was answered.
    package mutating func answered(_ request: RequestSummary) { self.requests.answered(request) }

    /// A call of a model has ended.
    package mutating func ended(_ call: ModelCallRecord) { self.models.ended(call) }
}
