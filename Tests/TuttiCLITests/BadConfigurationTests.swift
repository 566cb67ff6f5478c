import Testing

/// Configurations that are wrong: one message with the file, exit code 2, and nobody is asked.
@Suite(.timeLimit(.minutes(2))) struct BadConfigurationTests {
    @Test(arguments: [
        ("not json", ":1:1: unexpected 'n'"), ("", ":1:1: "), ("[]", ": has to be a JSON object"),
        (
            #"{"foo": 1}"#,
            ": unknown key 'foo'; there are model, deadline, maxParallel, notes, allowedTools, mcpServers, team, "
                + "builtInAgents, models, budget"
        ),
        (#"{"model": "a", "model": "b"}"#, ":1:"), (#"{"deadline": "-1s"}"#, ": 'deadline' has to be a duration"),
        (#"{"deadline": 3}"#, ": 'deadline' has to be a duration"),
        (#"{"maxParallel": 0}"#, ": 'maxParallel' has to be a whole number from 1"),
        (#"{"notes": 7}"#, ": 'notes' has to be the path of a folder"),
        (#"{"allowedTools": [1]}"#, ": 'allowedTools' has to be a list"),
        (#"{"team": []}"#, ": 'team' has to be the path of a workflow file"),
        (#"{"builtInAgents": 1}"#, ": 'builtInAgents' has to be true or false"),
        (#"{"builtInAgents": false}"#, ": without built-in agents there is nobody to ask: name a 'team'"),
        (#"{"models": {"cheap": 1}}"#, ": 'models.cheap' has to be the name of a model"),
        (#"{"models": {"worst": "a"}}"#, ": 'models' has to be an object with cheap, balanced, best"),
        (#"{"budget": {"day": -1}}"#, ": 'budget.day' has to be US dollars"),
        (#"{"budget": 2}"#, ": 'budget' has to be an object with run, day, user"),
        (#"{"mcpServers": []}"#, "mcpServers"), (#"{"mcpServers": {"x": {}}}"#, "x"),
    ])
    func `a wrong configuration is told of`(text: String, message: String) async throws {
        let program = try CommandLineProgram()
        let file = try program.write(text, to: "config.json")
        for command in ["ask", "doctor"] {
            let arguments = command == "ask" ? ["ask", "hello tasks", "--config", file] : ["doctor", "--config", file]
            let result = try await program.shell(#""$TUTTI" "$@""#, arguments)
            #expect(result.code == 2 && result.output.isEmpty)
            #expect(result.error.contains("\(file):") && result.error.contains(message), "\(result.error)")
            #expect(result.error.count { $0 == "\n" } == 1, "one message: \(result.error)")
        }
    }

    @Test func `a configuration that was asked for has to be there`() async throws {
        let result = try await CommandLineProgram().run("ask", "hello", "--config", "/nowhere/config.json")
        #expect(result.code == 2)
        #expect(result.error == "tutti: /nowhere/config.json: there is no such file; write one with `tutti init`\n")
    }

    @Test func `a folder of notes that is a file costs the notes, not the answer`() async throws {
        let program = try CommandLineProgram()
        let notes = try program.write("no folder", to: "notes.txt")
        try program.configure(#"{"notes": "\#(notes)"}"#)
        _ = try await program.run("memory", "add", "My goal is to learn the cello")
        let result = try await program.run("ask", "What is my goal?")
        #expect(result.code == 3)
        #expect(
            result.output.contains("cello") && result.output.contains("Missing from this answer: personal (failed)"))
        #expect(result.warnings.count == 1)
        #expect(result.warnings.first?.contains(notes) == true)
    }
}
