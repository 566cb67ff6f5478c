internal import TuttiCore

/// Which agents begin while the strategist is still choosing.
///
/// Only agents without side effects: what was begun for nothing must change nothing.
public struct SpeculationPolicy: Hashable, Sendable {
    /// How likely an agent has to be chosen, from 0 to 1, by what was learned of the kind of question.
    public var minimumLikelihood = 0.5
    /// The most agents that begin on suspicion for one question.
    public var maximumAgents = 4
    /// The most that they may be expected to cost together, in US dollars.
    public var maximumCost = 0.01

    /// Creates the defaults.
    public init() {}

    /// The agents that begin at once for a kind of question, the likeliest first; none while it does not pay.
    func agents(for kind: String, among directory: AgentDirectory, knowing history: ChoiceHistory) -> [String] {
        guard history.speculationPays(kind) else { return [] }
        let likely = directory.entries.compactMap { entry -> (entry: AgentDirectory.Entry, likelihood: Double)? in
            guard entry.options.sideEffects == .none, let likelihood = history.likelihood(of: entry.name, kind),
                likelihood >= self.minimumLikelihood
            else { return nil }
            return (entry, likelihood)
        }
        var cost = 0.0
        var names: [String] = []
        for (entry, _) in likely.sorted(by: { $0.likelihood > $1.likelihood }) where names.count < self.maximumAgents {
            guard cost + entry.options.expectedCost <= self.maximumCost else { continue }
            cost += entry.options.expectedCost
            names.append(entry.name)
        }
        return names
    }
}
