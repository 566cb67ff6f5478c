import Testing

/// Model endpoints that are wrong: what was found is quoted instead.
@Suite(.timeLimit(.minutes(2))) struct BadModelTests {
    @Test func `an endpoint where nobody listens costs the model, not the answer`() async throws {
        let program = try CommandLineProgram()
        let result = try await program.run(
            "ask", "I'm overwhelmed with my tasks", "--model", "openai:m",
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_API_KEY": "hidden-key"])
        #expect(result.output.contains("Sources") && result.output.contains("without a language model"))
        #expect(result.warnings.contains { $0.contains("http://127.0.0.1:9/v1") && $0.contains("connection refused") })
        #expect(!result.error.contains("hidden-key") && !result.output.contains("hidden-key"))
        // Something is missing: the model.
        #expect(result.code == 3)
    }

    @Test(arguments: [
        ["OPENAI_BASE_URL": "not a url", "OPENAI_API_KEY": "x"], ["OPENAI_BASE_URL": "", "OPENAI_API_KEY": ""],
    ])
    func `an endpoint that cannot be one is bad configuration`(environment: [String: String]) async throws {
        let result = try await CommandLineProgram().run(
            "ask", "my tasks", "--model", "openai:m", environment: environment)
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.hasPrefix("tutti: ") && result.error.contains("OPENAI_"), "\(result.error)")
    }
}
