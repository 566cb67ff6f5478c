package import TuttiAgents
package import TuttiCore
internal import TuttiModels

extension Span {
    /// Says what was used, if anything was.
    mutating func add(_ usage: Usage) {
        if usage.inputTokens > 0 { self[TraceNames.inputTokens] = .integer(usage.inputTokens) }
        if usage.outputTokens > 0 { self[TraceNames.outputTokens] = .integer(usage.outputTokens) }
        if usage.costUSD > 0 { self[TraceNames.cost] = .double(usage.costUSD) }
    }

    /// Says what is known of a call of a model; never what was said.
    mutating func add(_ call: ModelCallRecord) {
        self[TraceNames.operation] = .string(TraceNames.chat)
        self[TraceNames.provider] = .string(call.providerName)
        self[TraceNames.requestModel] = .string(call.modelName)
        self[TraceNames.requestMaximumTokens] = call.maximumTokens.map { .integer($0) }
        self[TraceNames.requestSeed] = call.seed.map { .integer($0) }
        self[TraceNames.requestStream] = .bool(true)
        if !call.stop.isEmpty { self[TraceNames.requestStop] = .strings(call.stop) }
        self[TraceNames.serverAddress] = call.server.map { .string($0.host) }
        self[TraceNames.serverPort] = call.server.map { .integer($0.port) }
        self[TraceNames.finishReasons] = call.finishReason.map { .strings([$0.rawValue]) }
        self[TraceNames.timeToFirstChunk] = call.firstText.map { .double($0 / .seconds(1)) }
        if let usage = call.usage {
            self[TraceNames.inputTokens] = .integer(usage.inputTokens)
            self[TraceNames.outputTokens] = .integer(usage.outputTokens)
            if usage.cachedInputTokens > 0 { self[TraceNames.cachedTokens] = .integer(usage.cachedInputTokens) }
            if usage.isEstimated { self[TraceNames.usageEstimated] = .bool(true) }
        }
        let outcome = call.outcome ?? .cancelled
        self[TraceNames.callOutcome] = .string(outcome.rawValue)
        switch outcome {
        case .failed: self.fail(call.failure?.description ?? "_OTHER")
        case .finished, .cancelled, .dropped: break
        }
    }

    /// The span of a request that began a run.
    ///
    /// - Parameters:
    ///   - context: That in which the run began; its span is this one.
    ///   - parent: The span of the client; zero without one.
    package init(_ request: RequestSummary, _ context: TraceContext, parent: UInt64, at began: Timestamp) {
        let start = began.nanosecondsSince1970
        self.init(
            "\(request.method) \(request.route)", .server, context, parent: parent, from: start,
            to: start &+ UInt64(max(request.duration.nanosecondsRoundedDown, 0)))
        self[TraceNames.method] = .string(request.method)
        self[TraceNames.route] = .string(request.route)
        self[TraceNames.statusCode] = .integer(request.status)
        self[TraceNames.run] = request.run.map { .string("\($0)") }
        if !request.client.isEmpty { self[TraceNames.clientAddress] = .string(request.client) }
        if request.status >= 500 { self.fail("\(request.status)") }
    }
}

extension ModelCallRecord {
    /// The provider, before the first colon of the model's name.
    var providerName: String { String(self.model.prefix { $0 != ":" }) }

    /// The name that the provider has for it.
    var modelName: String {
        let name = self.model.drop { $0 != ":" }.dropFirst()
        return name.isEmpty ? self.model : String(name)
    }
}

extension SkipReason {
    /// The class of the reason, of which there are few.
    var word: String {
        switch self {
        case .ancestor: "ancestor"
        case .quorum: "quorum"
        case .condition: "condition"
        case .notNeeded: "notNeeded"
        case .notChosen: "notChosen"
        case .time: "time"
        }
    }
}
