/// What is known of a strategy while it is still being made: whom to let start, and in the end whom to stop.
///
/// expected: the agent has begun on suspicion → chosen, when the strategy names it · dismissed, when it does not
/// chosen: the agent has begun, or begins when those have ended that it comes after; nothing takes that back
/// withheld: the strategy names it after agents that have not been named yet → chosen, once they are
struct StrategyProgress: Sendable {
    enum Order: Hashable, Sendable {
        case choose(Strategy.Assignment, isSpeculative: Bool = false)
        case dismiss(String)
    }

    private let known: Set<String>
    private var chosen: [Strategy.Assignment] = []
    private var withheld: [Strategy.Assignment] = []
    /// When each agent was let start, and when it was chosen; both are the same unless it was expected.
    private(set) var starts: [String: Duration] = [:]
    private(set) var choices: [String: Duration] = [:]
    private(set) var expected: [String]
    private(set) var isDecided = false
    private(set) var synthesis = ""
    private(set) var reasoning = ""

    /// - Parameters:
    ///   - known: The agents that can be asked.
    ///   - expected: Those of them that begin on suspicion.
    init(known: [String], expected: [String] = []) {
        self.known = Set(known)
        self.expected = expected.filter(Set(known).contains)
    }

    /// The strategy as far as it is known.
    var strategy: Strategy { Strategy(self.chosen, synthesis: self.synthesis, reasoning: self.reasoning) }

    /// What an agent is asked; nil for the question itself.
    func prompt(of agent: String) -> String? { self.chosen.first { $0.agent == agent }?.prompt }

    /// The agents that begin before anybody has chosen.
    mutating func begin(at now: Duration) -> [Order] {
        self.expected.map { name in
            self.starts[name] = now
            return .choose(Strategy.Assignment(name), isSpeculative: true)
        }
    }

    /// An assignment of the strategy is complete.
    mutating func read(_ assignment: Strategy.Assignment, at now: Duration) -> [Order] {
        guard !self.isDecided, self.isOpen(assignment) else { return [] }
        self.withheld.append(assignment)
        var orders: [Order] = []
        while let index = self.withheld.firstIndex(where: self.canStart) {
            orders += self.choose(self.withheld.remove(at: index), at: now)
        }
        return orders
    }

    /// The whole strategy, or what stands in for one: it has been checked.
    ///
    /// - Parameter isFallback: Whether it stands in for one that cannot be used: then what was expected goes on too.
    mutating func decide(_ strategy: Strategy, isFallback: Bool, at now: Duration) -> [Order] {
        guard !self.isDecided else { return [] }
        self.isDecided = true
        self.withheld = []
        self.synthesis = strategy.synthesis
        self.reasoning = strategy.reasoning
        var open = strategy.assignments.filter(self.isOpen)
        if isFallback {
            open += self.expected.filter { name in !open.contains { $0.agent == name } && self.choices[name] == nil }
                .map { Strategy.Assignment($0) }
        }
        var orders: [Order] = []
        // What it comes after is in the strategy and has no circle, so somebody is always next.
        while let index = open.firstIndex(where: { assignment in
            !open.contains { assignment.after.contains($0.agent) }
        }) {
            orders += self.choose(open.remove(at: index), at: now)
        }
        self.sort(by: strategy)
        return orders + self.expected.filter { self.choices[$0] == nil }.map { .dismiss($0) }
    }

    private func isOpen(_ assignment: Strategy.Assignment) -> Bool {
        self.known.contains(assignment.agent) && self.choices[assignment.agent] == nil
            && !self.withheld.contains { $0.agent == assignment.agent }
            && !assignment.after.contains(assignment.agent)
    }

    private func canStart(_ assignment: Strategy.Assignment) -> Bool {
        assignment.after.allSatisfy { self.choices[$0] != nil }
    }

    private mutating func choose(_ assignment: Strategy.Assignment, at now: Duration) -> [Order] {
        self.chosen.append(assignment)
        self.choices[assignment.agent] = now
        if self.starts[assignment.agent] == nil { self.starts[assignment.agent] = now }
        return [.choose(assignment)]
    }

    /// Puts those that have begun into the order of the strategy, and behind them what it does not name any more.
    private mutating func sort(by strategy: Strategy) {
        let named = strategy.assignments.compactMap { assignment in
            self.chosen.first { $0.agent == assignment.agent }
        }
        self.chosen = named + self.chosen.filter { one in !named.contains { $0.agent == one.agent } }
    }
}
