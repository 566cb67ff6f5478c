internal import TuttiJSON

/// A model behind OpenAI's chat completions: OpenAI itself, and llama.cpp, Ollama, LM Studio, vLLM and many gateways.
public struct OpenAIModel: LanguageModel {
    private let endpoint: ModelEndpoint
    private let transport: any HTTPTransport

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - model: The name, as the server lists it.
    ///   - baseURL: The address up to and with `/v1`.
    ///   - key: Sent as a bearer token; nil where the server asks for none.
    ///   - provider: The name that errors and ``name`` use.
    public init(
        model: String, baseURL: BaseURL, key: Secret?, provider: ModelProvider = .openAI,
        transport: any HTTPTransport
    ) {
        self.endpoint = ModelEndpoint(provider: provider, baseURL: baseURL, model: model, key: key)
        self.transport = transport
    }

    /// Provider and model: `openai:gpt-4.1-mini`.
    public var name: String { "\(self.endpoint.provider.rawValue):\(self.endpoint.model)" }

    /// The answer to `request`, piece by piece.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            let call = ModelCall(
                request, wireRequest: self.wireRequest(for: request), decoder: OpenAIStreamDecoder(),
                endpoint: self.endpoint, transport: self.transport, readFailure: OpenAIErrorMapping.failure)
            return { try await call.next() }
        }
    }

    private func wireRequest(for request: ModelRequest) -> HTTPTransportRequest {
        var headers = request.headers
        headers["content-type"] = "application/json"
        headers["accept"] = "text/event-stream"
        headers["authorization"] = self.endpoint.key.map { "Bearer \($0.exposed)" }
        let isOfficial = self.endpoint.baseURL == ModelProvider.openAI.officialURL
        let body = OpenAIRequestEncoder.encode(request, model: self.endpoint.model, isOfficial: isOfficial)
        return HTTPTransportRequest(
            method: "POST", url: self.endpoint.baseURL.appending("/chat/completions"), headers: headers,
            body: Array(body.serialized().utf8), timeout: request.timeout, idleTimeout: request.idleTimeout)
    }
}
