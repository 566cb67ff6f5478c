import Testing
import TuttiModels

@Suite struct ModelCatalogTests {
    private static func response(_ text: String, status: Int = 200) -> HTTPTransportResponse {
        .init(status: status, headers: [:], body: HTTPBody([Array(text.utf8)]))
    }

    private static func resolve(
        _ model: String?, _ environment: [String: String] = [:],
        _ answer: @escaping @Sendable (HTTPTransportRequest) async throws -> HTTPTransportResponse
    ) async throws -> (choice: ModelChoice?, reason: String) {
        let catalog = ModelCatalog(transport: FakeTransport(answer), limit: .milliseconds(300))
        return try await catalog.resolve(ModelSelection(model: model, environment: environment))
    }

    private static let nobody = HTTPTransportError(.refused, "nobody listens there.")

    @Test func `the first server in our order wins, not the first that answers`() async throws {
        let found = try await Self.resolve(nil) { request in
            #expect(request.timeout == .milliseconds(300))
            switch request.url {
            case "http://127.0.0.1:8080/v1/models": return Self.response("<html>some other program</html>")
            case "http://127.0.0.1:11434/v1/models": return Self.response(#"{"data":[{"id":"a"},{"id":"b"}]}"#)
            case "http://127.0.0.1:8000/v1/models": return Self.response(#"{"data":[{"id":"z"}]}"#)
            default: throw Self.nobody
            }
        }
        #expect(found.choice?.modelName == "a")
        #expect(found.reason == "Ollama answers at http://127.0.0.1:11434/v1")
    }

    @Test(arguments: [
        #"{"data":[]}"#, "{}", "[]", "", #"{"data":[{"id":""}]}"#, #"{"data":[{"id":7}]}"#, #"{"data":"x"}"#,
    ])
    func `what lists no model is no model server`(body: String) async throws {
        let found = try await Self.resolve(nil) { _ in Self.response(body) }
        #expect(found.choice == nil)
        #expect(found.reason.contains("no model server answers"))
        await #expect(throws: ModelError.self) { try await Self.resolve("local:x") { _ in Self.response(body) } }
    }

    @Test func `a local model that is named keeps its name`() async throws {
        let found = try await Self.resolve("local:mine") { _ in Self.response(#"{"data":[{"id":"a"}]}"#) }
        #expect(found.choice?.makeModel(over: FakeTransport([])).name == "local:mine")
    }

    @Test func `a name that was left out is the first that the server lists`() async throws {
        let environment = ["OPENAI_BASE_URL": "http://h/v1", "OPENAI_API_KEY": "anything"]
        let found = try await Self.resolve("openai:", environment) { request in
            #expect(request.headers["authorization"] == "Bearer anything")
            return Self.response(#"{"data":[{"id":"first"}]}"#)
        }
        #expect(found.choice?.modelName == "first")
    }

    @Test func `a server that was asked for by name and fails is an error with its class`() async throws {
        let environment = ["OPENAI_BASE_URL": "http://h/v1", "OPENAI_API_KEY": "anything"]
        func code(_ answer: @escaping @Sendable () throws -> HTTPTransportResponse) async -> ModelError.Code? {
            await #expect(throws: ModelError.self) { try await Self.resolve(nil, environment) { _ in try answer() } }?
                .code
        }
        #expect(await code { throw Self.nobody } == .connectionFailed)
        #expect(await code { Self.response("{}", status: 401) } == .unauthorized)
        #expect(await code { Self.response(#"{"data":[]}"#) } == .notFound)
        #expect(await code { Self.response("<html>") } == .malformedResponse)
    }

    @Test func `a key and an extractive choice ask nobody`() async throws {
        let nobody: @Sendable (HTTPTransportRequest) throws -> HTTPTransportResponse = { _ in throw Self.nobody }
        #expect(try await Self.resolve("extractive", [:], nobody).choice == nil)
        #expect(try await Self.resolve(nil, ["OPENAI_API_KEY": "k"], nobody).choice?.modelName == "gpt-6-luna")
    }
}
