public import TuttiModels

/// Money that need not have been spent, and what to do about it.
public struct CostSaving: Hashable, Sendable {
    /// How much, in the time that was looked at.
    public var amount: Money
    /// What it was spent on.
    public var finding: String
    /// What to do.
    public var advice: String

    /// The largest savings that can be computed from calls; they may overlap.
    ///
    /// Only what the ledger and the prices prove is among them: not whether an answer used what an agent found, nor how
    /// much more a provider could have cached, for neither is in the ledger.
    public static func largest(_ count: Int, in entries: [CostEntry], prices: PriceTable) -> [CostSaving] {
        let all = Self.lostCalls(entries) + Self.cheaperModels(entries, prices)
        return Array(all.filter { $0.amount > .zero }.sorted { $0.amount > $1.amount }.prefix(max(0, count)))
    }

    private static let lost: [(CostEntry.Outcome, one: String, many: String, advice: String)] = [
        (
            .failed, "1 call that failed on the way", "calls that failed on the way",
            "see why with `tutti doctor`, or retry less"
        ),
        (
            .cancelled, "1 call that was cancelled on the way", "calls that were cancelled on the way",
            "give a longer deadline, or let agents hedge less"
        ),
        (
            .dropped, "1 call that was not read to its end", "calls that were not read to their end",
            "ask for shorter answers"
        ),
    ]

    private static func lostCalls(_ entries: [CostEntry]) -> [CostSaving] {
        Self.lost.map { outcome, one, many, advice in
            let calls = entries.filter { $0.outcome == outcome && $0.cost ?? .zero > .zero }
            let amount = calls.reduce(Money.zero) { $0 + ($1.cost ?? .zero) }
            return CostSaving(
                amount: amount, finding: calls.count == 1 ? one : "\(calls.count) \(many)", advice: advice)
        }
    }

    /// One for each agent: the cheapest other model of the same provider, for the same tokens.
    private static func cheaperModels(_ entries: [CostEntry], _ prices: PriceTable) -> [CostSaving] {
        struct Pair: Hashable {
            var agent: String
            var model: String
        }
        let calls = Dictionary(grouping: entries.filter { $0.cost != nil }) { Pair(agent: $0.agent, model: $0.model) }
        let savings = calls.compactMap { pair, calls -> (agent: String, saving: CostSaving)? in
            let cost = calls.reduce(Money.zero) { $0 + ($1.cost ?? .zero) }
            // A model that is priced under another name is not the provider's, so neither are the others there.
            guard let provider = pair.model.split(separator: ":").first, prices.price(of: pair.model) != nil,
                cost > .zero
            else { return nil }
            let others = prices.prices.filter { name, _ in
                name.hasPrefix("\(provider):") && !name.hasSuffix("*") && name != pair.model
            }
            let costs = others.map { name, price in
                (name, calls.reduce(Money.zero) { $0 + price.cost(of: $1.usage) })
            }
            guard let cheapest = costs.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }), cheapest.1 < cost else { return nil }
            let tier = ModelTiers.usualTier(of: pair.agent)
            let name = pair.agent.isEmpty ? "calls outside of runs" : "\"\(pair.agent)\""
            return (
                pair.agent,
                CostSaving(
                    amount: cost - cheapest.1, finding: "\(pair.model) for \(name) where \(cheapest.0) costs less",
                    advice: "if its answers are good enough, set models.\(tier.rawValue) to \"\(cheapest.0)\"")
            )
        }
        return Dictionary(savings, uniquingKeysWith: { $0.amount >= $1.amount ? $0 : $1 }).values.map(\.self)
    }
}
