package import TuttiAgents
package import TuttiCore

/// What is remembered of a run that is followed, until it ends and its spans are made of it.
package struct RunTrace: Sendable {
    /// The most events, and the most calls of models, that are remembered.
    static let maximumEvents = 1_000, maximumCalls = 256

    package let run: RunID
    /// The name of the ensemble.
    package var ensemble: String
    /// The wall clock at the start of the run.
    package var began: Timestamp
    /// Where the run belongs.
    package var context: TraceContext
    /// Whom each agent depends on, in the order of the report.
    package var dependencies: [[String]]
    /// Those that tell something that the report does not, in order.
    package private(set) var events: [RunEvent] = []
    /// In the order in which they began.
    package private(set) var calls: [ModelCallRecord] = []
    private var hasText = false

    package init(
        _ run: RunID, _ ensemble: String, at began: Timestamp, _ context: TraceContext, dependencies: [[String]] = []
    ) {
        self.run = run
        self.ensemble = ensemble
        self.began = began
        self.context = context
        self.dependencies = dependencies
    }

    /// The run tells something.
    package mutating func told(_ event: RunEvent) {
        guard self.events.count < Self.maximumEvents else { return }
        switch event.kind {
        case .answerDelta(let agent, let attempt, _):
            guard !self.hasText else { return }
            self.hasText = true
            var event = event
            // The time counts; the text is nobody's business.
            event.kind = .answerDelta(agent: agent, attempt: attempt, text: "")
            self.events.append(event)
        case .agentChosen, .agentStarted, .attemptStarted, .hedgeStarted, .attemptFailed, .attemptAbandoned,
            .lateResult,
            .limitWaited, .cacheAnswered, .gap:
            self.events.append(event)
        case .runStarted, .agentPartial, .agentSucceeded, .agentFailed, .agentTimedOut, .agentCancelled, .agentSkipped,
            .usageRecorded, .partEnded, .warning, .runFinished:
            break
        }
    }

    /// A call of a model has begun, or more is known of it.
    package mutating func told(_ call: ModelCallRecord) {
        if let index = self.calls.lastIndex(where: { $0.number == call.number }) {
            self.calls[index] = call
        } else if self.calls.count < Self.maximumCalls {
            self.calls.append(call)
        }
    }
}
