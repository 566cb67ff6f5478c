import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct NetworkGuardTests {
    private static func model(over transport: any HTTPTransport) throws -> OpenAIModel {
        OpenAIModel(model: "m", baseURL: try BaseURL("https://models.example/v1"), key: nil, transport: transport)
    }

    @Test func `nothing is sent, and the error says where and what to do`() async throws {
        let network = NetworkGuard(fileID: "MyTests/CoachTests.swift", line: 12)
        let model = try Self.model(over: network)
        let error = await #expect(throws: ModelError.self) { try await model.complete(ModelRequest([.user("Hi.")])) }
        #expect(error?.isRetryable == false)
        let message = try #require(error).message
        #expect(message.contains("POST https://models.example/v1/chat/completions was stopped"))
        #expect(message.contains("MyTests/CoachTests.swift:12") && message.contains("ScriptedModel"))
        #expect(network.attempts == ["POST https://models.example/v1/chat/completions"])
    }

    @Test func `an agent that swallows the error is found out, and not tried again`() throws {
        let network = NetworkGuard()
        #expect(throws: Never.self) { try network.verify() }
        let agent = LLMAgent(model: try Self.model(over: network))
        try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 5)
            graph.add("coach", fallback: "nothing", options: options) { context in try await agent.run(context).text }
            let report = try await simulation.run(graph)
            #expect(report.output == "nothing")
        }
        let error = #expect(throws: NetworkUse.self) { try network.verify() }
        #expect(error?.attempts.count == 1)
        #expect(error.map { "\($0)".contains("NetworkGuardTests.swift") } == true)
    }

    @Test func `a query, which may hold a key, is not repeated`() async throws {
        let network = NetworkGuard()
        await #expect(throws: HTTPTransportError.self) {
            try await network.send(HTTPTransportRequest(method: "GET", url: "https://a.example/x?key=secret#y"))
        }
        #expect(network.attempts == ["GET https://a.example/x"])
        await #expect(throws: HTTPTransportError.self) {
            try await network.send(HTTPTransportRequest(method: "GET", url: "https://a.example/"))
        }
        let error = #expect(throws: NetworkUse.self) { try network.verify() }
        #expect(error.map { !"\($0)".contains("secret") && "\($0)".contains("2 requests") } == true)
    }
}
