import Foundation
import TuttiHTTP
import TuttiModels

/// A real server that a live suite talks to, named by an environment variable.
struct LiveServer {
    static let openAI = LiveServer("TUTTI_LIVE_OPENAI_URL", suffix: "/v1")
    static let llmock = LiveServer("TUTTI_LIVE_LLMOCK_URL")

    /// The address without `/v1`, empty when the variable is not set.
    let root: String

    private init(_ variable: String, suffix: String = "") {
        let value = ProcessInfo.processInfo.environment[variable] ?? ""
        self.root = value.hasSuffix(suffix) ? String(value.dropLast(suffix.count)) : value
    }

    var isThere: Bool { !self.root.isEmpty }

    func openAI(_ transport: AsyncHTTPTransport, model: String) throws -> OpenAIModel {
        OpenAIModel(model: model, baseURL: try BaseURL(self.root + "/v1"), key: try Secret("x"), transport: transport)
    }

    func anthropic(_ transport: AsyncHTTPTransport, model: String, path: String = "") throws -> AnthropicModel {
        AnthropicModel(model: model, baseURL: try BaseURL(self.root + path), key: try Secret("x"), transport: transport)
    }

    /// The text of a small answer outside the models' own interfaces.
    func text(_ transport: AsyncHTTPTransport, _ method: String, _ path: String, body: String? = nil) async throws
        -> String
    {
        let response = try await transport.send(
            HTTPTransportRequest(
                method: method, url: self.root + path, headers: ["content-type": "application/json"],
                body: body.map { Array($0.utf8) }, timeout: .seconds(10)))
        return String(decoding: await response.body.prefix(1 << 20), as: UTF8.self)
    }
}
