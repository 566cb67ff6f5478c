public import TuttiCore
internal import TuttiJSON

/// What came of the agents that began while the strategist was still choosing, because they were expected to be chosen.
public struct Speculation: Hashable, Sendable {
    /// The agents that began on suspicion and were chosen.
    public var used: [String] = []
    /// Those that were not: they were stopped, and what they had found by then has no part in the answer.
    public var wasted: [String] = []
    /// By how much the last of the chosen agents would have ended later.
    public var saved: Duration = .zero
    /// What the wasted agents have used.
    public var wastedUsage = Usage()
    /// Whether the results of all chosen agents were there when the strategy was.
    public var wasReadyBeforeStrategy = false

    /// Nothing was begun on suspicion.
    public init() {}

    /// The agents that began on suspicion.
    public var started: [String] { self.used + self.wasted }

    init(_ progress: StrategyProgress, in run: RunReport) {
        guard let strategist = run[AgentDirectory.strategistName] else { return }
        let begun = progress.expected.compactMap { run[$0] }.filter { $0.start != nil }
        self.wasted = begun.map(\.name).filter { progress.choices[$0] == nil }
        self.wastedUsage = self.wasted.reduce(Usage()) { $0 + (run[$1]?.usage ?? Usage()) }
        // How much later each would have begun. One that had to wait for the strategist to make room has gained nothing.
        let gains = begun.reduce(into: [String: Duration]()) { gains, agent in
            guard let start = agent.start, let chosen = progress.choices[agent.name],
                let expected = progress.starts[agent.name]
            else { return }
            let gain = (strategist.start ?? .zero) + (chosen - expected) - start
            if gain > .zero { gains[agent.name] = gain }
        }
        self.used = begun.map(\.name).filter { gains[$0] != nil }
        let agents = progress.strategy.assignments.compactMap { run[$0.agent] }.filter { $0.start != nil }
        guard let end = agents.map(\.end).max() else { return }
        self.wasReadyBeforeStrategy = end <= strategist.end
        // What gave no result gains nothing: it would have been given up at the same moment, or has no part in the answer.
        let otherwise = agents.map { agent in
            agent.end + (agent.state == .succeeded ? gains[agent.name] ?? .zero : .zero)
        }
        self.saved = max(otherwise.max() ?? .zero, strategist.end) - max(end, strategist.end)
    }

    var json: JSONValue {
        [
            "started": .integer(self.started.count), "used": .integer(self.used.count),
            "wasted": .integer(self.wasted.count), "savedMs": .double(self.saved.roundedMilliseconds),
            "wastedCostUSD": .double(self.wastedUsage.costUSD), "agents": .array(self.started.map { .string($0) }),
            "readyBeforeStrategy": .bool(self.wasReadyBeforeStrategy),
        ]
    }
}
