/// Decides what a run hears of another one inside of one of its agents; knows neither tasks nor clocks.
package struct NestedRelay {
    package enum Order: Equatable {
        case part(RunEvent.Part)
        case usage(Usage)
        /// A part of the answer.
        case text(String)
        case warning(String)
    }

    private let indices: [String: Int]
    private let count: Int
    /// The agent whose parts are the answer.
    private let speaker: String?
    private var told: Set<String> = []
    private var usage = Usage()

    package init(_ agents: [String], speaker: String?) {
        self.indices = Dictionary(zip(agents, agents.indices), uniquingKeysWith: { first, _ in first })
        self.count = agents.count
        self.speaker = speaker
    }

    package mutating func heard(_ kind: RunEvent.Kind) -> Order? {
        switch kind {
        case .agentSucceeded(let agent, _, _, let reason): return self.ended(agent, .succeeded, reason)
        case .agentFailed(let agent, _, let error): return self.ended(agent, .failed, error)
        case .agentTimedOut(let agent, _, let error, _): return self.ended(agent, .timedOut, error)
        case .agentCancelled(let agent, let reason): return self.ended(agent, .cancelled, reason?.description)
        case .agentSkipped(let agent, let reason): return self.ended(agent, .skipped, reason.description)
        case .partEnded(let agent, _, let part): return .part(part.inside(agent))
        case .usageRecorded(_, _, let usage): return self.used(usage)
        // What a further attempt says would follow what an earlier one has said.
        case .answerDelta(let agent, 1, let text) where agent == self.speaker: return .text(text)
        default: return nil
        }
    }

    /// What was not heard because it came too fast, or after the reader was cancelled.
    package mutating func finished(_ agents: [AgentReport], warnings: [String]) -> [Order] {
        var orders: [Order] = []
        for agent in agents where !self.told.contains(agent.name) {
            if let order = self.ended(agent.name, agent.state, agent.error ?? agent.skipReason?.description) {
                orders.append(order)
            }
        }
        let total = agents.reduce(Usage()) { $0 + $1.usage }
        if total != self.usage { orders.append(.usage(total.beyond(self.usage))) }
        return orders + warnings.map { .warning($0) }
    }

    private mutating func ended(_ agent: String, _ state: AgentState, _ error: String?) -> Order? {
        guard let index = self.indices[agent], self.told.insert(agent).inserted else { return nil }
        return .part(.init(agent, index: index, of: self.count, state, error: error))
    }

    private mutating func used(_ usage: Usage) -> Order {
        self.usage += usage
        return .usage(usage)
    }
}

extension RunEvent.Part {
    /// The part as a part of a part.
    fileprivate func inside(_ agent: String) -> Self {
        var part = self
        part.name = "\(agent)/\(self.name)"
        return part
    }
}
