internal import TuttiCore
public import TuttiModels

/// A language model whose calls are paid from an account: each reserves in its budgets before it is made, and is counted
/// to the token however it ends, on the agent that asked and in the ledger.
///
/// Put it right around the model of the provider, below limits, fallbacks and retries: what waits for a limit then costs
/// nothing, and each call of several is an entry of its own. A call for which a budget has no room fails with a
/// ``ModelError`` of the code `quotaExceeded`; the provider is not asked.
public struct MeteredModel: LanguageModel {
    let model: any LanguageModel
    let account: CostAccount
    /// The name under which the price is looked up.
    let pricedAs: String

    /// Creates a model that asks `model` and pays from `account`.
    ///
    /// - Parameter pricedAs: The name under which its price is looked up; its own by default.
    public init(_ model: any LanguageModel, account: CostAccount, pricedAs: String? = nil) {
        self.model = model
        self.account = account
        self.pricedAs = pricedAs ?? model.name
    }

    /// The name of the model.
    public var name: String { self.model.name }

    /// The answer; reserves at the first `next()`.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            let call = MeteredCall(request, of: self)
            return { try await call.next() }
        }
    }
}
