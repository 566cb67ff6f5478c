public import TuttiCore

extension EventRecorder {
    /// The names of the agents in the order in which they started.
    public var order: [String] {
        self.events.compactMap { event in
            guard case .agentStarted(let agent, _, _) = event.kind else { return nil }
            return agent
        }
    }

    /// The names of the agents in the order in which they ended, skipped ones included.
    public var endings: [String] { self.events.compactMap { $0.kind.endsAgent ? $0.kind.agent : nil } }

    /// The events of one agent.
    public func events(of agent: String) -> [RunEvent] { self.events.filter { $0.kind.agent == agent } }

    /// The place of the first event for which the condition holds, from 0; nil when there is none.
    public func firstIndex(where condition: (RunEvent.Kind) -> Bool) -> Int? {
        self.events.firstIndex { condition($0.kind) }
    }

    /// The first event for which the condition holds.
    public func first(where condition: (RunEvent.Kind) -> Bool) -> RunEvent? {
        self.events.first { condition($0.kind) }
    }

    /// When an agent started, since its run began; nil when it did not.
    public func start(of agent: String) -> Duration? {
        self.first { kind in
            guard case .agentStarted(agent, _, _) = kind else { return false }
            return true
        }?.time
    }

    /// When an agent ended, since its run began; nil when it did not.
    public func end(of agent: String) -> Duration? { self.first { $0.agent == agent && $0.endsAgent }?.time }

    /// How long two agents were at work at the same time; zero when one of them was never at work.
    public func overlap(of first: String, and second: String) -> Duration {
        guard let firstStart = self.start(of: first), let firstEnd = self.end(of: first),
            let secondStart = self.start(of: second), let secondEnd = self.end(of: second)
        else { return .zero }
        return max(min(firstEnd, secondEnd) - max(firstStart, secondStart), .zero)
    }

    /// The number of attempts that an agent made.
    public func attempts(of agent: String) -> Int {
        self.events.count { event in
            guard case .attemptStarted(agent, _) = event.kind else { return false }
            return true
        }
    }

    /// What an agent said before its output was there, piece by piece.
    public func pieces(of agent: String) -> [String] {
        self.events.compactMap { event in
            switch event.kind {
            case .agentPartial(agent, _, let text), .answerDelta(agent, _, let text): text
            default: nil
            }
        }
    }

    /// The warnings.
    public var warnings: [String] {
        self.events.compactMap { event in
            guard case .warning(let message) = event.kind else { return nil }
            return message
        }
    }
}
