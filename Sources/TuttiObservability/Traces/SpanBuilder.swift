internal import TuttiAgents
package import TuttiCore

/// Makes the spans of a run from what was remembered of it and from its report: the run, its agents, their attempts where
/// there were several, and the calls of models.
package struct SpanBuilder {
    /// The most spans of a run.
    static let maximumSpans = 2_000

    private let trace: RunTrace
    private let report: RunReport
    private let status: RunStatus
    /// The start of the run in nanoseconds since 1970.
    private let origin: UInt64
    /// By the name of the agent.
    private let events: [String: [RunEvent]]
    private let isFanned: Set<String>

    /// - Parameter status: What came of the run for the client.
    package init(_ trace: RunTrace, _ report: RunReport, _ status: RunStatus) {
        self.trace = trace
        self.report = report
        self.status = status
        self.origin = trace.began.nanosecondsSince1970
        self.events = Dictionary(grouping: trace.events.filter { $0.kind.agent != nil }) { $0.kind.agent ?? "" }
        self.isFanned = Set(report.agents.lazy.filter { $0.attempts > 1 }.map(\.name))
    }

    /// The spans; that of the run comes first.
    package var spans: [Span] {
        let agents = zip(self.report.agents, self.report.agents.indices).filter { Self.isShown($0.0) }
        var spans = [self.runSpan]
        for (agent, index) in agents {
            spans.append(self.span(of: agent, at: index))
            if self.isFanned.contains(agent.name) { spans += self.attempts(of: agent) }
        }
        spans += self.trace.calls.compactMap { self.span(of: $0) }
        guard spans.count > Self.maximumSpans else { return spans }
        spans[0][TraceNames.spansLeftOut] = .integer(spans.count - Self.maximumSpans)
        return Array(spans.prefix(Self.maximumSpans))
    }

    private func instant(_ time: Duration) -> UInt64 {
        self.origin &+ UInt64(max(time.nanosecondsRoundedDown, 0))
    }

    private var runID: UInt64 { SpanID.run(self.trace.run) }

    // MARK: The run

    private var runSpan: Span {
        let name = self.trace.ensemble
        var span = Span(
            "\(TraceNames.invokeWorkflow) \(name)", .internal, self.trace.context.at(self.runID),
            parent: self.trace.context.span, from: self.origin, to: self.instant(self.report.wallTime))
        span[TraceNames.operation] = .string(TraceNames.invokeWorkflow)
        span[TraceNames.agentName] = .string(name)
        span[TraceNames.run] = .string("\(self.trace.run)")
        span[TraceNames.runStatus] = .string(self.status.rawValue)
        span[TraceNames.runDeadline] = self.report.deadline.map { .double($0.roundedMilliseconds) }
        span.add(self.report.usage)
        for event in self.trace.events {
            switch event.kind {
            case .answerDelta: span[TraceNames.firstText] = .double(event.time.roundedMilliseconds)
            case .gap(let missed):
                span.events.append(self.event(TraceNames.eventsMissed, event, [(TraceNames.missed, .integer(missed))]))
            default: break
            }
        }
        switch self.status {
        case .failed: span.fail("failed")
        case .nothing: span.fail("timeout")
        case .complete, .partial: break
        }
        return span
    }

    // MARK: Agents

    /// Those that waited to be chosen and were not have nothing to show.
    private static func isShown(_ agent: AgentReport) -> Bool {
        agent.start != nil || agent.skipReason?.isChoice != true
    }

    private func span(of agent: AgentReport, at index: Int) -> Span {
        var span = Span(
            "\(TraceNames.invokeAgent) \(agent.name)", .internal,
            self.trace.context.at(SpanID.agent(agent.name, of: self.trace.run)), parent: self.runID,
            from: self.instant(agent.start ?? agent.end), to: self.instant(agent.end))
        span[TraceNames.operation] = .string(TraceNames.invokeAgent)
        span[TraceNames.agentName] = .string(agent.name)
        span[TraceNames.agentStatus] = .string(agent.state.rawValue)
        span[TraceNames.agentSkipReason] = agent.skipReason.map { .string($0.word) }
        if agent.start != nil { span[TraceNames.agentAttempts] = .integer(agent.attempts) }
        if agent.abandoned > 0 { span[TraceNames.agentAbandoned] = .integer(agent.abandoned) }
        if agent.isFallback { span[TraceNames.agentFallback] = .bool(true) }
        if !agent.missingInputs.isEmpty {
            span[TraceNames.agentMissing] = .strings(agent.missingInputs.map(\.name))
        }
        span.add(agent.usage)
        span.links = self.links(of: index)
        self.addEvents(of: agent, to: &span)
        switch agent.state {
        case .timedOut: span.fail("timeout")
        case .failed: span.fail("_OTHER")
        case .succeeded, .cancelled, .skipped: break
        }
        return span
    }

    private func links(of index: Int) -> [UInt64] {
        guard index < self.trace.dependencies.count else { return [] }
        let shown = Set(self.report.agents.lazy.filter { Self.isShown($0) }.map(\.name))
        return self.trace.dependencies[index].filter { shown.contains($0) }
            .map { SpanID.agent($0, of: self.trace.run) }
    }

    private func addEvents(of agent: AgentReport, to span: inout Span) {
        var hedges = 0
        for event in self.events[agent.name] ?? [] {
            switch event.kind {
            case .agentStarted(_, let budget, _):
                span[TraceNames.agentBudget] = budget.map { .double($0.roundedMilliseconds) }
            case .agentChosen(_, let chooser, let isSpeculative):
                span[TraceNames.agentChosenBy] = .string(chooser)
                span[TraceNames.agentSpeculative] = .bool(isSpeculative)
            case .hedgeStarted: hedges += 1
            case .attemptFailed(_, let attempt, _, let delay):
                var attributes = [(TraceNames.attemptNumber, Span.Value.integer(attempt))]
                if let delay { attributes.append((TraceNames.retryIn, .double(delay.roundedMilliseconds))) }
                span.events.append(self.event(TraceNames.attemptFailed, event, attributes))
            case .attemptAbandoned(_, let attempt):
                span.events.append(
                    self.event(TraceNames.attemptAbandoned, event, [(TraceNames.attemptNumber, .integer(attempt))]))
            case .lateResult(_, let attempt):
                span.events.append(
                    self.event(TraceNames.lateResult, event, [(TraceNames.attemptNumber, .integer(attempt))]))
            case .limitWaited(_, let waited):
                span.events.append(
                    self.event(
                        TraceNames.limitWaited, event, [(TraceNames.waited, .double(waited.roundedMilliseconds))]))
            case .cacheAnswered(_, _, let age, _):
                span.events.append(
                    self.event(TraceNames.cacheAnswered, event, [(TraceNames.age, .double(age.roundedMilliseconds))]))
            default: break
            }
        }
        if hedges > 0 { span[TraceNames.agentHedges] = .integer(hedges) }
    }

    private func event(_ name: String, _ event: RunEvent, _ attributes: [(String, Span.Value)]) -> Span.Event {
        Span.Event(
            name: name, time: self.instant(event.time),
            attributes: attributes.map { Span.Attribute(key: $0.0, value: $0.1) })
    }

    // MARK: Attempts

    /// The attempts of an agent that had several: each from its start until it failed, or its agent had ended.
    private func attempts(of agent: AgentReport) -> [Span] {
        var spans: [Span] = []
        for event in self.events[agent.name] ?? [] {
            switch event.kind {
            case .attemptStarted(_, let attempt): spans.append(self.span(of: agent, attempt, from: event.time))
            case .hedgeStarted(_, let attempt):
                var span = self.span(of: agent, attempt, from: event.time)
                span[TraceNames.attemptHedge] = .bool(true)
                spans.append(span)
            case .attemptFailed(_, let attempt, _, _):
                guard let index = spans.firstIndex(where: { $0[TraceNames.attemptNumber] == .integer(attempt) }) else {
                    continue
                }
                spans[index].end = self.instant(event.time)
                spans[index].fail("_OTHER")
            default: break
            }
        }
        return spans
    }

    private func span(of agent: AgentReport, _ attempt: Int, from start: Duration) -> Span {
        var span = Span(
            "\(TraceNames.attempt) \(agent.name)", .internal,
            self.trace.context.at(SpanID.attempt(attempt, of: agent.name, self.trace.run)),
            parent: SpanID.agent(agent.name, of: self.trace.run), from: self.instant(start), to: self.instant(agent.end)
        )
        span[TraceNames.agentName] = .string(agent.name)
        span[TraceNames.attemptNumber] = .integer(attempt)
        return span
    }

    // MARK: Calls of models

    private func span(of call: ModelCallRecord) -> Span? {
        guard let place = call.place else { return nil }
        let run = self.trace.run
        let start = place.elapsed(at: call.start)
        let parent =
            self.isFanned.contains(place.agent)
            ? SpanID.attempt(place.attempt, of: place.agent, run) : SpanID.agent(place.agent, of: run)
        // One that is still under way was given up with its run.
        let end = call.outcome == nil ? self.report.wallTime : start + call.duration
        var span = Span(
            "\(TraceNames.chat) \(call.modelName)", .client, self.trace.context.at(SpanID.call(call.number, of: run)),
            parent: parent, from: self.instant(start), to: self.instant(end))
        span.add(call)
        return span
    }
}
