/// Which model answers whom: three tiers, by what an answer is worth.
public struct ModelTiers: Hashable, Sendable {
    /// What a model is good for.
    public enum Tier: String, Hashable, Sendable, CaseIterable {
        /// Small and quick: choosing among agents.
        case cheap
        /// What agents need.
        case balanced
        /// What a person reads in the end.
        case best
    }

    /// A tier, and why it is not the usual one of the agent.
    public struct Choice: Hashable, Sendable {
        /// The tier.
        public var tier: Tier
        /// Why it was chosen, for a person.
        public var reason: String
        /// Whether it is less than the usual one.
        public var isDowngrade: Bool
    }

    /// The share of the day's budget in percent beyond which the cheap model is asked where little hangs on it.
    public static let savingShare = 80

    /// Agents with another tier than `balanced`, by name.
    private static let usual: [String: Tier] = ["strategist": .cheap, "answer": .best, "report": .best]

    /// The model of each tier, as the configuration names it.
    public var names: [Tier: String]

    /// Creates the tiers.
    public init(_ names: [Tier: String] = [:]) { self.names = names }

    /// The tier that an agent has while there is money.
    public static func usualTier(of agent: String) -> Tier { Self.usual[agent] ?? .balanced }

    /// The tier for a question.
    ///
    /// - Parameters:
    ///   - usual: The tier that the agent has while there is money.
    ///   - question: What the person asked; nothing is ever saved on a critical one.
    ///   - spent: The share of the day's budget that is spent, in percent; nil without a budget.
    public static func choice(usual: Tier, question: String, spentPercent spent: Int?) -> Choice {
        guard let spent, spent > Self.savingShare, usual != .cheap else {
            return Choice(tier: usual, reason: "its usual model", isDowngrade: false)
        }
        if let topic = CriticalTopic(in: question) {
            return Choice(
                tier: usual,
                reason: "its usual model, though \(spent) % of the day's budget is spent: it is about "
                    + "\(topic.rawValue)", isDowngrade: false)
        }
        return Choice(
            tier: .cheap, reason: "\(spent) % of the day's budget is spent, and nothing critical is asked",
            isDowngrade: true)
    }
}
