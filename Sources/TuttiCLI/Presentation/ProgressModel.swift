internal import TuttiCore

/// What is known of the agents of a run while it goes, as lines for a person; knows neither terminals nor clocks.
struct ProgressModel {
    enum State: Equatable {
        case waiting
        case running(since: Duration, attempt: Int)
        case retrying(at: Duration, attempt: Int)
        case ended(AgentState, after: Duration?, note: String?)
        /// It waited to be chosen, and was not: nothing to show.
        case unasked
    }

    struct Agent {
        var name: String
        var state = State.waiting
    }

    private(set) var agents: [Agent] = []
    private(set) var warnings: [String] = []
    /// The time of the latest event, since the run began.
    private(set) var time: Duration = .zero

    mutating func apply(_ event: RunEvent) {
        self.time = event.time
        switch event.kind {
        case .runStarted(_, let agents, _): self.agents = agents.map { Agent(name: $0) }
        case .agentStarted(let agent, _, _): self.set(agent, .running(since: event.time, attempt: 1))
        case .attemptStarted(let agent, let attempt):
            self.set(agent, .running(since: self.start(of: agent) ?? event.time, attempt: attempt))
        case .attemptFailed(let agent, let attempt, _, let retryIn):
            if let retryIn { self.set(agent, .retrying(at: event.time + retryIn, attempt: attempt)) }
        case .agentSucceeded(let agent, _, _, let fallbackReason):
            self.end(agent, .succeeded, at: event.time, fallbackReason == nil ? nil : "fallback")
        case .agentFailed(let agent, _, let error): self.end(agent, .failed, at: event.time, error)
        case .agentTimedOut(let agent, _, let error, _): self.end(agent, .timedOut, at: event.time, error)
        case .agentCancelled(let agent, let reason):
            self.end(agent, .cancelled, at: event.time, reason?.description)
        case .agentSkipped(let agent, let reason) where reason.isChoice: self.set(agent, .unasked)
        case .agentSkipped(let agent, let reason): self.end(agent, .skipped, at: event.time, reason.description)
        case .warning(let message): self.warnings.append(message)
        case .agentChosen, .hedgeStarted, .attemptAbandoned, .agentPartial, .lateResult, .usageRecorded, .limitWaited,
            .partEnded,
            .cacheAnswered,
            .answerDelta,
            .runFinished,
            .gap:
            break
        }
    }

    /// One line for an agent at an instant of the run; nil for one that nobody chose.
    static func line(for agent: Agent, at now: Duration) -> (symbol: Symbol, text: String)? {
        switch agent.state {
        case .unasked: nil
        case .waiting: (.waiting, "\(agent.name)  waiting")
        case .running(let since, let attempt):
            (.running, "\(agent.name)  \(elapsed(since, now))" + (attempt > 1 ? ", attempt \(attempt)" : ""))
        case .retrying(let instant, let attempt):
            (.running, "\(agent.name)  attempt \(attempt) failed, again in \(elapsed(now, instant))")
        case .ended(let state, let duration, let note):
            (
                state == .succeeded ? .succeeded : state == .skipped ? .skipped : .failed,
                "\(agent.name)  " + [state.word, duration?.shortText, note].compactMap(\.self).joined(separator: ", ")
            )
        }
    }

    enum Symbol { case waiting, running, succeeded, failed, skipped }

    private static func elapsed(_ start: Duration, _ end: Duration) -> String {
        let tenths = Int((max(end - start, .zero).milliseconds / 100).rounded(.down))
        return "\(tenths / 10).\(tenths % 10) s"
    }

    private func start(of agent: String) -> Duration? {
        guard case .running(let since, _) = self.agents.first(where: { $0.name == agent })?.state else { return nil }
        return since
    }

    private mutating func end(_ agent: String, _ state: AgentState, at time: Duration, _ note: String?) {
        self.set(agent, .ended(state, after: self.start(of: agent).map { time - $0 }, note: note))
    }

    private mutating func set(_ agent: String, _ state: State) {
        guard let index = self.agents.firstIndex(where: { $0.name == agent }) else { return }
        self.agents[index].state = state
    }
}

extension AgentState {
    /// The state as one word for a person.
    fileprivate var word: String {
        switch self {
        case .succeeded: "done"
        case .failed: "failed"
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        }
    }
}
