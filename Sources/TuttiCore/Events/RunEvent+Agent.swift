extension RunEvent.Kind {
    /// The agent that the event is about; nil for an event of the whole run.
    public var agent: String? {
        switch self {
        case .agentStarted(let agent, _, _), .attemptStarted(let agent, _), .hedgeStarted(let agent, _),
            .attemptFailed(let agent, _, _, _),
            .attemptAbandoned(let agent, _), .agentPartial(let agent, _, _), .agentSucceeded(let agent, _, _, _),
            .agentFailed(let agent, _, _), .agentTimedOut(let agent, _, _, _), .agentCancelled(let agent, _),
            .agentSkipped(let agent, _), .lateResult(let agent, _), .usageRecorded(let agent, _, _),
            .limitWaited(let agent, _), .partEnded(let agent, _, _), .cacheAnswered(let agent, _, _, _),
            .answerDelta(let agent, _, _), .agentChosen(let agent, _, _):
            agent
        case .runStarted, .warning, .runFinished, .gap: nil
        }
    }

    /// Whether the agent has ended with this event, in whatever way.
    package var endsAgent: Bool {
        switch self {
        case .agentSucceeded, .agentFailed, .agentTimedOut, .agentCancelled, .agentSkipped: true
        case .runStarted, .agentChosen, .agentStarted, .attemptStarted, .hedgeStarted, .attemptFailed,
            .attemptAbandoned,
            .agentPartial, .lateResult,
            .usageRecorded, .limitWaited, .partEnded, .cacheAnswered, .answerDelta, .warning, .runFinished, .gap:
            false
        }
    }
}
