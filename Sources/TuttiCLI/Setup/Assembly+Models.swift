internal import TuttiAgents
internal import TuttiModels

extension Assembly {
    /// The models by what they are good for.
    struct Models: Sendable {
        var byTier: [ModelTiers.Tier: any LanguageModel]
        var fallback: any LanguageModel

        subscript(tier: ModelTiers.Tier) -> any LanguageModel { self.byTier[tier] ?? self.fallback }
    }

    /// The models of the assistant; nil when answers are to be composed of quotations.
    ///
    /// One that is named on the command line answers everybody; else the configuration may name one for each tier, and
    /// the usual one stands for those that it leaves out.
    func findModels(_ name: String?, over transport: any HTTPTransport) async throws -> Models? {
        guard let fallback = try await self.findModel(name, over: transport).model else { return nil }
        let names = name == nil ? self.settings.tiers.names : [:]
        guard !names.isEmpty else { return Models(byTier: [:], fallback: fallback) }
        var named: [ModelTiers.Tier: any LanguageModel] = [:]
        for tier in ModelTiers.Tier.allCases {
            guard let name = names[tier] else { continue }
            named[tier] = try await self.findModel(name, over: transport).model
        }
        let account = try await self.accounts.account(of: self)
        var models: [ModelTiers.Tier: any LanguageModel] = [:]
        for tier in ModelTiers.Tier.allCases {
            models[tier] = TieredModel(tier, of: named, fallback: fallback, account: account)
        }
        return Models(byTier: models, fallback: fallback)
    }
}
