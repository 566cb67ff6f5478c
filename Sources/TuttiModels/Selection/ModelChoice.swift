/// Which model is to be used, where, and why: all that is needed to make one.
public struct ModelChoice: Hashable, Sendable {
    /// Who serves it.
    public var provider: ModelProvider
    /// The address of the interface.
    public var baseURL: BaseURL
    /// The key, nil where none is set.
    public var key: Secret?
    /// The model's name; empty means the first that the server lists.
    public var modelName: String
    /// Why this one, for `tutti doctor`.
    public var reason: String

    /// Creates a choice.
    public init(provider: ModelProvider, baseURL: BaseURL, key: Secret?, modelName: String, reason: String) {
        self.provider = provider
        self.baseURL = baseURL
        self.key = key
        self.modelName = modelName
        self.reason = reason
    }

    /// The model; its calls go through `transport`. Give an empty name its value first, with ``ModelCatalog``.
    public func makeModel(over transport: any HTTPTransport) -> any LanguageModel {
        switch self.provider {
        case .openAI, .local:
            OpenAIModel(
                model: self.modelName, baseURL: self.baseURL, key: self.key, provider: self.provider,
                transport: transport)
        case .anthropic:
            AnthropicModel(model: self.modelName, baseURL: self.baseURL, key: self.key, transport: transport)
        }
    }
}
