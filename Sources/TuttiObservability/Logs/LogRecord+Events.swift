package import TuttiCore

extension LogRecord {
    /// A request that was answered: `request`, or `refused` with the code of the error.
    ///
    /// Requests by which the server itself is watched are only told to those who look for an error.
    package static func answered(_ request: RequestSummary, isProbe: Bool, isCut: Bool) -> LogRecord {
        let level: LogLevel =
            switch request.status {
            case 500...: .error
            case 401, 403, 421, 429: .warning
            default: isProbe ? .debug : .info
            }
        return LogRecord(
            // A server that is full or stops is no failure of it.
            request.status == 503 ? .warning : level, request.refusal == nil ? "request" : "refused",
            [
                ("method", .text(request.method)), ("route", .text(request.route)),
                ("status", .integer(request.status)), ("error", request.refusal.map { .text($0) }),
                ("ms", .number(request.duration.roundedMilliseconds)), ("bytes", .integer(request.bytes)),
                ("client", request.client.isEmpty ? nil : .text(request.client)),
                ("run", request.run.map { .text("\($0)") }), ("cut", isCut ? .bool(true) : nil),
            ])
    }

    /// A run that has ended.
    ///
    /// - Parameter content: The question and the answer, where the operator wants to see what people ask.
    package static func ended(
        _ run: RunReport, _ status: RunStatus, ensemble: String, trace: TraceContext? = nil,
        content: (question: String, answer: String?)? = nil
    ) -> LogRecord {
        let agents = run.agents
        let usage = run.usage
        let isWell = status == .complete || status == .partial
        return LogRecord(
            isWell ? .info : .warning, "run",
            [
                ("run", .text("\(run.run)")), ("ensemble", .text(ensemble)), ("status", .text(status.rawValue)),
                ("ms", .number(run.wallTime.roundedMilliseconds)),
                ("deadlineMs", run.deadline.map { .number($0.roundedMilliseconds) }),
                ("asked", .integer(agents.count { $0.start != nil })),
                ("succeeded", .integer(agents.count { $0.state == .succeeded })),
                ("failed", .integer(run.failed.count)),
                ("inputTokens", .integer(usage.inputTokens)), ("outputTokens", .integer(usage.outputTokens)),
                ("costUSD", .number(usage.costUSD)), ("trace", trace.map { .text("\($0.trace)") }),
                ("question", content.map { .text($0.question) }), ("answer", content?.answer.map { .text($0) }),
            ])
    }

    /// The server listens.
    package static func listening(at address: String, ensembles: [String]) -> LogRecord {
        LogRecord(
            .info, "listening",
            [("address", .text(address)), ("ensembles", .text(ensembles.joined(separator: ", ")))])
    }
}
