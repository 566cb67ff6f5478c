internal import TuttiCore
public import TuttiModels

/// A language model that is another one when money runs short and little hangs on the question; the report says so.
public struct TieredModel: LanguageModel {
    private let usual: ModelTiers.Tier
    private let models: [ModelTiers.Tier: any LanguageModel]
    private let fallback: any LanguageModel
    private let account: CostAccount

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - usual: The tier that is asked while there is money.
    ///   - models: The models by tier; `fallback` stands in for a tier that is not there.
    ///   - account: Pays, and knows what is left.
    public init(
        _ usual: ModelTiers.Tier, of models: [ModelTiers.Tier: any LanguageModel], fallback: any LanguageModel,
        account: CostAccount
    ) {
        self.usual = usual
        self.models = models
        self.fallback = fallback
        self.account = account
    }

    /// The name of the usual model.
    public var name: String { self.model(of: self.usual).name }

    /// The answer of the model that is chosen at the first `next()`.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            var iterator: ModelStream.AsyncIterator?
            return {
                var chosen = iterator ?? self.choose(for: request).stream(request).makeAsyncIterator()
                defer { iterator = chosen }
                return try await chosen.next()
            }
        }
    }

    private func model(of tier: ModelTiers.Tier) -> any LanguageModel { self.models[tier] ?? self.fallback }

    private func choose(for request: ModelRequest) -> any LanguageModel {
        let payer = ModelQuestion.current?.payer
        // A call in a run of its own is asked nothing else.
        let asked = payer?.request.text ?? ""
        let question = asked.isEmpty ? request.messages.last { $0.role == .user }?.text ?? "" : asked
        let choice = ModelTiers.choice(
            usual: self.usual, question: question, spentPercent: self.account.spentPercentOfDay)
        let model = self.model(of: choice.tier)
        if choice.isDowngrade, model.name != self.name {
            self.account.warn("\(model.name) is asked in place of \(self.name): \(choice.reason)", payer)
        }
        return model
    }
}
