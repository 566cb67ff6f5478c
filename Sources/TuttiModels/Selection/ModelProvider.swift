/// Who serves a model, and everything about it that is a matter of fact: names, addresses, defaults, in one table.
public enum ModelProvider: String, Hashable, Sendable, CaseIterable {
    /// OpenAI, or any server with its interface that `OPENAI_BASE_URL` names.
    case openAI = "openai"
    /// Anthropic, or any server with its interface that `ANTHROPIC_BASE_URL` names.
    case anthropic
    /// A server with OpenAI's interface on this machine.
    case local

    /// The name for a person.
    public var label: String {
        switch self {
        case .openAI: "OpenAI"
        case .anthropic: "Anthropic"
        case .local: "The local model server"
        }
    }

    /// The model that is asked when none is named: small and quick, for answers come by a deadline here.
    ///
    /// Nil means the first that the server lists.
    public var defaultModel: String? {
        switch self {
        case .openAI: "gpt-6-luna"
        case .anthropic: "claude-haiku-5-5"
        case .local: nil
        }
    }

    /// The environment variable with the key.
    public var keyVariable: String {
        switch self {
        case .openAI, .local: "OPENAI_API_KEY"
        case .anthropic: "ANTHROPIC_API_KEY"
        }
    }

    /// The environment variable with the address.
    public var addressVariable: String {
        switch self {
        case .openAI, .local: "OPENAI_BASE_URL"
        case .anthropic: "ANTHROPIC_BASE_URL"
        }
    }

    /// The provider's own address, in the form that its variable has.
    public var officialURL: BaseURL {
        switch self {
        case .openAI: BaseURL(known: "https://api.openai.com/v1")
        case .anthropic: BaseURL(known: "https://api.anthropic.com")
        case .local: LocalServer.usual[0].baseURL
        }
    }

    /// What to look at when the server is not there, or not what was expected.
    var addressAdvice: String {
        switch self {
        case .openAI: "OPENAI_BASE_URL (it ends in /v1)"
        case .anthropic: "ANTHROPIC_BASE_URL (without /v1)"
        case .local: "which server runs on that port"
        }
    }
}
