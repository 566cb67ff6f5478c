import Testing
import TuttiModels
import TuttiTesting

/// The models of both wires over a scripted network, in virtual time.
@Suite struct ModelConformanceTests {
    @Test(arguments: ConformanceSuite.languageModel.checks, ["openai", "anthropic"])
    func `keeps the rules of a language model`(check: ConformanceCheck<any LanguageModel>, wire: String) throws {
        try simulate(seed: 1) { simulation in
            try await check.verify {
                let url = try BaseURL("http://127.0.0.1:1")
                guard wire == "openai" else {
                    let transport = Self.transport(RecordedStreams.anthropic, on: simulation)
                    return AnthropicModel(model: "m", baseURL: url, key: nil, transport: transport)
                }
                let transport = Self.transport(RecordedStreams.openAI, on: simulation)
                return OpenAIModel(model: "m", baseURL: url, key: nil, transport: transport)
            }
        }
    }

    /// Gives a recorded stream in pieces that end anywhere.
    private static func transport(_ stream: String, on simulation: Simulation) -> ScriptedTransport {
        let middle = stream.index(stream.startIndex, offsetBy: stream.count / 2)
        let reply = ScriptedTransport.Reply.events(
            [String(stream[..<middle]), String(stream[middle...])], after: .milliseconds(200), every: .milliseconds(50))
        return ScriptedTransport(reply, time: simulation.clock)
    }
}
