/// The variables that say where models are; an empty one counts as unset.
struct ModelEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    subscript(variable: String) -> String? {
        let value = self.variables[variable]?.trimmingWhiteSpace() ?? ""
        return value.isEmpty ? nil : value
    }

    /// Where and with which key a provider is asked; its default model when none is named.
    func choice(
        of provider: ModelProvider, modelName: String, reason: String
    ) throws(ModelError) -> ModelChoice {
        let baseURL = try self.address(of: provider)
        let key = try self.key(of: provider)
        let isOfficial = baseURL == provider.officialURL
        guard key != nil || !isOfficial else {
            throw ModelError(
                .misconfigured, "\(reason), but there is no key for \(provider.label). Set \(provider.keyVariable).")
        }
        // Another server under OpenAI's interface has models of its own, so it is asked for its first.
        let fallback = isOfficial || provider == .anthropic ? provider.defaultModel ?? "" : ""
        return ModelChoice(
            provider: provider, baseURL: baseURL, key: key, modelName: modelName.isEmpty ? fallback : modelName,
            reason: reason)
    }

    private func address(of provider: ModelProvider) throws(ModelError) -> BaseURL {
        guard let text = self[provider.addressVariable] else { return provider.officialURL }
        do {
            let url = try BaseURL(text)
            // The variable has no version in it, but people paste what they know from other programs.
            return provider == .anthropic && url.text.hasSuffix("/v1") ? try BaseURL(String(url.text.dropLast(3))) : url
        } catch {
            throw ModelError(.misconfigured, "\(provider.addressVariable): \(error.message)")
        }
    }

    private func key(of provider: ModelProvider) throws(ModelError) -> Secret? {
        guard let text = self[provider.keyVariable] else { return nil }
        do {
            return try Secret(text)
        } catch {
            throw ModelError(.misconfigured, "\(provider.keyVariable): \(error.message)")
        }
    }
}
