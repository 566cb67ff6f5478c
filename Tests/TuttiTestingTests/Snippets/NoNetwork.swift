// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Testing
import Tutti
import TuttiTesting

// snippet.show
@Test func `a provider that is busy for a minute is asked again after it`() throws {
    let words = [
        "data: {\"choices\":[{\"delta\":{\"content\":\"Breathe.\"},\"finish_reason\":\"stop\"}]}\n\n",
        "data: [DONE]\n\n",
    ]
    let report = try simulate { simulation in
        let transport = ScriptedTransport(.status(429, retryAfter: 60), .events(words), time: simulation.clock)
        let url = try BaseURL("http://127.0.0.1:8080/v1")
        let agent = LLMAgent(model: OpenAIModel(model: "m", baseURL: url, key: nil, transport: transport))
        var options = AgentOptions()
        options.retry.maximumAttempts = 2
        var graph = AgentGraph()
        graph.add("coach", agent, options: options)
        return try await simulation.run(graph, "Overwhelmed")
    }
    #expect(report.output == "Breathe." && report.wallTime >= .seconds(60))
}
