internal import TuttiAgents
internal import TuttiCore
internal import TuttiHTTP
internal import TuttiModels
internal import TuttiObservability
internal import TuttiServer

/// What operators see of a server: hears of runs, requests and calls of models, and hands them to the metrics, the log and
/// the traces.
final class ServerObservation: RunObserver, RequestObserver {
    private let metrics: MetricsCollector
    /// Nil logs nothing.
    private let log: Log?
    /// Nil follows nobody.
    private let traces: TraceSending?
    private let showsContent: Bool

    init(
        _ options: ObservabilityOptions, _ assembly: Assembly, isQuiet: Bool, token: AccessToken?
    ) throws(CommandFailure) {
        let traces = try TraceSending(assembly, flag: options.otlp)
        let secrets = assembly.host.secrets + (token.map { [$0.exposed] } ?? []) + (traces?.secrets ?? [])
        let (writer, host) = (LineWriter(), assembly.host)
        let log =
            isQuiet
            ? nil
            : Log(
                LogEncoder(options.log, LogRedaction(secrets: secrets)), from: options.logLevel, now: { host.now },
                write: { writer.write($0) })
        let providers = assembly.providers
        self.metrics = MetricsCollector([
            { providers.snapshots.flatMap { MetricSample.provider($0) } }, { MetricSample.pool(.shared) },
            { traces.map { MetricSample.traces($0.exporter.counts) } ?? [] },
            { MetricSample.log(droppedLines: log?.droppedLines ?? 0) },
            { MetricSample.build(version: TuttiCommand.version) },
        ])
        self.log = log
        self.traces = traces
        self.showsContent = options.logContent
        assembly.modelCalls.add(self.metrics)
        if let traces { assembly.modelCalls.add(traces.recorder) }
    }

    /// Lets a server tell of itself.
    func configure(_ configuration: inout EnsembleServer.Configuration) {
        configuration.requestObservers.append(self)
        configuration.metrics = { [metrics] load in
            metrics.text(
                MetricSample.admission(
                    running: load.running, of: load.maximumRunning, waiting: load.waiting, of: load.maximumWaiting)
                    + MetricSample.connections(load.connections, of: load.maximumConnections))
        }
        if self.traces != nil { configuration.traces = { TraceSending.place(under: $0) } }
    }

    /// Does something while traces are sent, and sends what is left of them behind it, within 3 s.
    func exporting<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard let traces else { return try await body() }
        return try await traces.sending(body)
    }

    /// The server listens; false when nobody reads that in the log.
    func listening(at address: String, _ ensembles: [String]) -> Bool {
        guard let log, log.format == .json else { return false }
        log.add(.listening(at: address, ensembles: ensembles))
        return true
    }

    // MARK: Runs

    var wantsEveryEvent: Bool { self.traces != nil }

    func began(_ entry: RunEntry) {
        self.metrics.began(entry.id, of: entry.model)
        self.traces?.recorder.began(entry.id, of: entry.model, at: entry.created, .current, entry.plan)
    }

    func told(_ events: [RunEvent], of id: RunID) {
        self.metrics.told(events, of: id)
        self.traces?.recorder.told(events, of: id)
    }

    func ended(_ entry: RunEntry) {
        guard let outcome = entry.outcome else { return }
        let run = outcome.run
        self.metrics.ended(run, outcome.status)
        let trace = self.traces?.recorder.ended(run, outcome.status)
        guard let log, log.isOn(.warning) else { return }
        log.add(
            .ended(
                run, outcome.status, ensemble: entry.model, trace: trace,
                content: self.showsContent ? (entry.question, outcome.answer) : nil))
    }

    // MARK: Requests

    func answered(_ request: AnsweredRequest) {
        // Its address is only looked up for those who want it.
        var summary = RequestSummary(request, client: "")
        self.metrics.answered(summary)
        guard self.log != nil || self.traces != nil else { return }
        summary.client = request.client
        self.log?.add(.answered(summary, isProbe: request.isProbe, isCut: request.isCut))
        if let context = request.trace {
            self.traces?.recorder.answered(summary, context, parent: request.parentSpan, at: request.began)
        }
    }
}

extension RequestSummary {
    fileprivate init(_ request: AnsweredRequest, client: String) {
        self.init(
            method: request.method, route: request.route, status: request.status, duration: request.duration,
            bytes: request.bytes, refusal: request.refusal, isForRun: request.beginsRun, run: request.run,
            client: client)
    }
}
