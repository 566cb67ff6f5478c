package import TuttiAgents
package import TuttiCore

/// Follows the runs of a process, and gives their spans to an exporter when they end; without effect on the runs.
package final class TraceRecorder: ModelCallObserver {
    private let traces = Lock(RunTraces())
    private let exporter: TraceExporter

    package init(_ exporter: TraceExporter) { self.exporter = exporter }

    /// A run has begun; one without a context, or in a trace that nobody records, is not followed.
    package func began(
        _ run: RunID, of ensemble: String, at date: Timestamp, _ context: TraceContext?, _ plan: ExecutionPlan
    ) {
        guard let context, context.isSampled else { return }
        let trace = RunTrace(run, ensemble, at: date, context, dependencies: plan.dependencies)
        self.traces.withLock { $0.began(trace) }
    }

    package func told(_ events: [RunEvent], of run: RunID) { self.traces.withLock { $0.told(events, of: run) } }

    /// A run has ended; returns where it belonged, if it was followed.
    @discardableResult
    package func ended(_ report: RunReport, _ status: RunStatus) -> TraceContext? {
        guard let trace = self.traces.withLock({ $0.ended(report.run) }) else { return nil }
        if self.exporter.hasRoom() { self.exporter.add(SpanBuilder(trace, report, status).spans) }
        return trace.context
    }

    package func began(_ call: ModelCallRecord) { self.traces.withLock { $0.told(call) } }

    package func ended(_ call: ModelCallRecord) { self.traces.withLock { $0.told(call) } }

    /// A request that began a run was answered; see ``Span/init(_:_:parent:at:)``.
    package func answered(_ request: RequestSummary, _ context: TraceContext, parent: UInt64, at began: Timestamp) {
        guard context.isSampled, request.run != nil else { return }
        self.exporter.add([Span(request, context, parent: parent, at: began)])
    }
}
