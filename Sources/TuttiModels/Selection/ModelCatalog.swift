internal import TuttiJSON

/// Asks servers which models they have (`GET /v1/models`).
public struct ModelCatalog: Sendable {
    private let transport: any HTTPTransport
    private let limit: Duration

    /// Creates a catalog that gives each question at most `limit`.
    public init(transport: any HTTPTransport, limit: Duration) {
        self.transport = transport
        self.limit = limit
    }

    /// Turns a selection into a model that can be called: looks for local servers, fills in a name that was left out.
    ///
    /// Nil means that there is no model, for the reason given: answers are composed of quotations.
    ///
    /// - Throws: ``ModelError`` when a model was asked for by name and its server does not answer.
    public func resolve(_ selection: ModelSelection) async throws -> (choice: ModelChoice?, reason: String) {
        switch selection {
        case .extractive(let reason): return (nil, reason)
        case .use(var choice):
            if choice.modelName.isEmpty {
                choice.modelName = try await self.firstModel(at: choice)
                choice.reason += ", and \(choice.modelName) is the first model there"
            }
            return (choice, choice.reason)
        case .probe(let servers, let modelName, let isRequired):
            if let choice = await self.find(servers, modelName: modelName) { return (choice, choice.reason) }
            let looked = "no model server answers on this machine (\(servers.map(\.name).joined(separator: ", ")))"
            guard !isRequired else {
                let advice = "Start one, or set OPENAI_BASE_URL to its address."
                throw ModelError(.connectionFailed, "A local model was asked for, but \(looked). \(advice)")
            }
            return (nil, "no key is set, and \(looked)")
        }
    }

    /// The first of the servers, in their order, that lists a model; all are asked at once.
    func find(_ servers: [LocalServer], modelName: String) async -> ModelChoice? {
        let found = await withTaskGroup(of: (Int, String)?.self) { group in
            for (index, server) in servers.enumerated() {
                group.addTask {
                    // A server that is not there, or is something else, is simply not found.
                    guard let models = try? await self.models(at: server.baseURL, key: nil) else { return nil }
                    return models.first.map { (index, $0) }
                }
            }
            return await group.reduce(into: [Int: String]()) { found, answer in
                if let (index, model) = answer { found[index] = model }
            }
        }
        guard let index = found.keys.min(), let first = found[index] else { return nil }
        let server = servers[index]
        return ModelChoice(
            provider: .local, baseURL: server.baseURL, key: nil, modelName: modelName.isEmpty ? first : modelName,
            reason: "\(server.name) answers at \(server.baseURL)")
    }

    private func firstModel(at choice: ModelChoice) async throws -> String {
        let endpoint = ModelEndpoint(provider: choice.provider, baseURL: choice.baseURL, model: "", key: choice.key)
        do {
            if let first = try await self.models(at: choice.baseURL, key: choice.key).first { return first }
            throw ModelError(.notFound, "\(endpoint.label) lists no models. Name one with --model.")
        } catch let failure as HTTPTransportError {
            throw endpoint.error(for: failure, hasText: false)
        } catch let failure as ProviderFailure {
            throw failure.error(for: endpoint)
        }
    }

    private func models(at baseURL: BaseURL, key: Secret?) async throws -> [String] {
        var headers: HTTPHeaderList = ["accept": "application/json"]
        headers["authorization"] = key.map { "Bearer \($0.exposed)" }
        let response = try await self.transport.send(
            HTTPTransportRequest(
                method: "GET", url: baseURL.appending("/models"), headers: headers, timeout: self.limit,
                idleTimeout: self.limit))
        let body = await response.body.prefix(1 << 20)
        guard response.status == 200 else { throw OpenAIErrorMapping.failure(status: response.status, body: body) }
        do {
            let value = try JSONValue(parsing: body)
            return (value["data"]?.array ?? []).compactMap { $0["id"]?.string }.filter { !$0.isEmpty }
        } catch {
            throw HTTPTransportError(.malformed, "the list of models is not JSON.")
        }
    }
}
