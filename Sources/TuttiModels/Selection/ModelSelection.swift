/// Which model to use, decided from what the user said and what the environment holds; asks nobody.
///
/// In this order: the name that was given, `TUTTI_MODEL`, `ANTHROPIC_API_KEY`, `OPENAI_API_KEY`, `OPENAI_BASE_URL` alone,
/// a model server on this machine, and at last none: then answers are composed of quotations.
public enum ModelSelection: Hashable, Sendable {
    /// This model.
    case use(ModelChoice)
    /// Whichever of these servers answers first in this order; `modelName` may be empty, for the first model it lists.
    ///
    /// With `isRequired` the user asked for a local model, so that finding none is an error.
    case probe([LocalServer], modelName: String, isRequired: Bool)
    /// No language model: answers are quoted from what the agents found.
    case extractive(reason: String)

    /// Decides.
    ///
    /// - Parameters:
    ///   - model: What `--model` or the configuration says: `openai:NAME`, `anthropic:NAME`, `local:NAME`,
    ///     `extractive`, or a bare name; nil and empty mean nothing.
    ///   - environment: The environment; an empty variable counts as unset.
    /// - Throws: ``ModelError`` `misconfigured`, naming the flag or variable that is missing or wrong.
    public init(model: String?, environment: [String: String]) throws(ModelError) {
        let environment = ModelEnvironment(environment)
        let given = model?.trimmingWhiteSpace() ?? ""
        let (name, source) = given.isEmpty ? (environment["TUTTI_MODEL"] ?? "", "TUTTI_MODEL") : (given, "--model")
        self =
            try name.isEmpty
            ? Self.byKeys(environment) : Self.named(name, reason: "\(source) says \(name)", environment)
    }

    private static func named(
        _ name: String, reason: String, _ environment: ModelEnvironment
    ) throws(ModelError) -> Self {
        if name.lowercased() == "extractive" { return .extractive(reason: reason) }
        // Names of local models have colons too (`llama3.2:1b`), so only a known provider is a prefix.
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let provider = ModelProvider(rawValue: parts[0].lowercased()) {
            let rest = parts[1].trimmingWhiteSpace()
            if provider == .local { return .probe(LocalServer.usual, modelName: rest, isRequired: true) }
            return .use(try environment.choice(of: provider, modelName: rest, reason: reason))
        }
        guard let provider = Self.provider(ofBareName: name.lowercased(), environment) else {
            try Self.refuseProvider(of: parts.map(String.init))
            return .probe(LocalServer.usual, modelName: name, isRequired: true)
        }
        return .use(try environment.choice(of: provider, modelName: name, reason: reason))
    }

    /// Throws for a name like `somebody:model`; a tag of a local model begins with a digit, or is `latest`.
    private static func refuseProvider(of parts: [String]) throws(ModelError) {
        guard parts.count == 2, parts[0].allSatisfy({ $0.isASCII && $0.isLetter }), let tag = parts[1].first,
            !tag.isNumber, parts[1] != "latest"
        else { return }
        let known = ModelProvider.allCases.map { "\($0.rawValue):NAME" }.joined(separator: ", ")
        throw ModelError(
            .misconfigured,
            "There is no provider '\(parts[0])'; there are \(known). A local model of this name is "
                + "local:\(parts[0]):\(parts[1]).")
    }

    private static func provider(ofBareName name: String, _ environment: ModelEnvironment) -> ModelProvider? {
        if name.hasPrefix("claude") { return .anthropic }
        if ["gpt-", "chatgpt", "o1", "o3", "o4"].contains(where: { name.hasPrefix($0) }) && !name.hasPrefix("gpt-oss") {
            return .openAI
        }
        // Of any other name the servers that the user has named are the only ones that may know it.
        if environment["OPENAI_BASE_URL"] != nil { return .openAI }
        return environment["ANTHROPIC_BASE_URL"] != nil ? .anthropic : nil
    }

    private static func byKeys(_ environment: ModelEnvironment) throws(ModelError) -> Self {
        for variable in ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL"] where environment[variable] != nil {
            let provider: ModelProvider = variable == "ANTHROPIC_API_KEY" ? .anthropic : .openAI
            return .use(try environment.choice(of: provider, modelName: "", reason: "\(variable) is set"))
        }
        return .probe(LocalServer.usual, modelName: "", isRequired: false)
    }
}
