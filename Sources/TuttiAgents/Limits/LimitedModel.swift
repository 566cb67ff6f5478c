public import TuttiCore
public import TuttiModels

/// A language model within the limits of a provider: each call waits for a permit, and tells how it ended.
///
/// A call reserves what it may use, the estimated tokens of the conversation and the most of its answer, and settles
/// with what it has used. It holds its permit until the answer has ended or nobody reads it any more. A call that cannot
/// begin in time fails with a ``ModelError`` of the code `rateLimited`, one to a provider that is left alone because it
/// fails with `overloaded`; the provider is not asked.
public struct LimitedModel: LanguageModel {
    /// The tokens of an answer for which the request sets no maximum.
    static let assumedAnswer = 1_000

    let model: any LanguageModel
    let provider: Provider

    /// Creates a model that asks `model` within the limits of `provider`.
    public init(_ model: any LanguageModel, provider: Provider) {
        self.model = model
        self.provider = provider
    }

    /// The name of the model.
    public var name: String { self.model.name }

    /// The answer; waits for its permit at the first `next()`.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            let call = LimitedCall(request, of: self)
            return { try await call.next() }
        }
    }
}
