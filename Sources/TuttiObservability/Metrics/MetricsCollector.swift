package import TuttiAgents
package import TuttiCore

/// Counts what happens in a server: ``MetricsRegistry`` behind a lock.
///
/// A run takes the lock when it begins, when it ends, and for events that its report does not tell; nothing is made into
/// text before somebody asks for it.
package final class MetricsCollector: ModelCallObserver {
    private let registry = Lock(MetricsRegistry())
    private let sources: Lock<[@Sendable () -> [MetricSample]]>

    /// - Parameter sources: Read what others count whenever the metrics are asked for.
    package init(_ sources: [@Sendable () -> [MetricSample]] = []) { self.sources = Lock(sources) }

    package func began(_ run: RunID, of ensemble: String) { self.registry.withLock { $0.began(run, ensemble) } }

    package func told(_ events: [RunEvent], of run: RunID) {
        let events = events.filter(MetricsRegistry.matters)
        if !events.isEmpty { self.registry.withLock { $0.told(events, of: run) } }
    }

    package func ended(_ run: RunReport, _ status: RunStatus) {
        // Made outside of the lock, where they are made at all.
        _ = run.agents
        self.registry.withLock { $0.ended(run, status) }
    }

    package func answered(_ request: RequestSummary) { self.registry.withLock { $0.answered(request) } }

    package func began(_ call: ModelCallRecord) {}

    package func ended(_ call: ModelCallRecord) { self.registry.withLock { $0.ended(call) } }

    /// Everything in the text format of Prometheus, with what else was counted.
    package func text(_ more: [MetricSample] = []) -> String {
        let samples = self.sources.withLock { $0 }.flatMap { $0() } + more
        return self.registry.withLock { $0 }.text(samples)
    }
}
