internal import TuttiJSON

/// A model behind Anthropic's messages.
public struct AnthropicModel: LanguageModel {
    /// The version of the interface that is spoken when nothing else is said.
    public static let defaultVersion = "2026-10-21"

    private let endpoint: ModelEndpoint
    private let transport: any HTTPTransport
    private let version: String

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - model: The name, as Anthropic lists it.
    ///   - baseURL: The address without `/v1`.
    ///   - key: Sent as `x-api-key`, and the same as a bearer token nowhere: one header is enough for every server.
    ///   - version: The value of `anthropic-version`.
    public init(
        model: String, baseURL: BaseURL, key: Secret?, version: String = Self.defaultVersion,
        transport: any HTTPTransport
    ) {
        self.endpoint = ModelEndpoint(provider: .anthropic, baseURL: baseURL, model: model, key: key)
        self.transport = transport
        self.version = version
    }

    /// Provider and model: `anthropic:claude-haiku-4-5`.
    public var name: String { "\(self.endpoint.provider.rawValue):\(self.endpoint.model)" }

    /// The answer to `request`, piece by piece.
    public func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            let call = ModelCall(
                request, wireRequest: self.wireRequest(for: request), decoder: AnthropicStreamDecoder(),
                endpoint: self.endpoint, transport: self.transport, readFailure: AnthropicErrorMapping.failure)
            return { try await call.next() }
        }
    }

    private func wireRequest(for request: ModelRequest) -> HTTPTransportRequest {
        var headers = request.headers
        headers["content-type"] = "application/json"
        headers["accept"] = "text/event-stream"
        headers["anthropic-version"] = self.version
        headers["x-api-key"] = self.endpoint.key?.exposed
        let body = AnthropicRequestEncoder.encode(request, model: self.endpoint.model)
        return HTTPTransportRequest(
            method: "POST", url: self.endpoint.baseURL.appending("/v1/messages"), headers: headers,
            body: Array(body.serialized().utf8), timeout: request.timeout, idleTimeout: request.idleTimeout)
    }
}
