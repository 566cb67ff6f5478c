import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct CostsCommandTests {
    @Test func `an empty ledger says what to do, and nothing is created`() async throws {
        let program = try CommandLineProgram()
        let result = try await program.run("costs")
        #expect(
            result.output
                == "No model was called in the last 30 days: nothing was spent. Ask with a key or a local model, "
                + "`tutti doctor` says which is there.\n")
        #expect(result.code == 0 && result.error.isEmpty)
        #expect(throws: (any Error).self) { try program.permissions(of: program.data) }
        let json = try await program.run("costs", "--json", "--days", "7", "--by", "model").json()
        #expect(json["total"]?["calls"] == 0 && json["lines"] == [] && json["savings"] == [])
        #expect(json["by"] == "model" && json["days"] == 7)
    }

    @Test(arguments: [["--by", "colour"], ["--days", "0"], ["--days", "401"], ["--days", "many"]])
    func `what cannot be looked at is bad usage`(_ arguments: [String]) async throws {
        let result = try await CommandLineProgram().shell(#""$TUTTI" costs "$@""#, arguments)
        #expect(result.code == 2 && result.output.isEmpty && !result.error.isEmpty)
    }

    @Test(arguments: [
        ("{", "prices.json: line 1, column 2"),
        (#"{"models": {"a:b": {"input": 1}}}"#, "prices.json: 'models.a:b.output'"),
    ])
    func `prices that cannot be read are bad usage`(_ prices: String, _ message: String) async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        _ = try program.write(prices, to: "data/prices.json")
        let result = try await program.run("costs")
        #expect(result.code == 2 && result.error.contains(message), "\(result.error)")
    }

    @Test func `prices that are no file, or endless, are bad usage at once`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let path = program.data + "/prices.json"
        let pipe = try await program.shell(#"mkfifo "$1" && "$TUTTI" costs"#, [path])
        #expect(pipe.code == 2 && pipe.error == "tutti: \(path): it is no file; put a text there, or delete it\n")
        // A hole of a terabyte, of which a megabyte is read.
        let hole = try await program.shell(#"rm "$1" && truncate -s 1T "$1" && "$TUTTI" costs"#, [path])
        #expect(hole.code == 2, "\(hole.error)")
        #expect(hole.error == "tutti: \(path): it has more than 1048576 bytes; shorten it, or delete it\n")
    }

    @Test func `a budget of which nobody knows what is left stops the program`() async throws {
        let program = try CommandLineProgram()
        try program.configure(#"{"budget": {"day": 1}}"#)
        _ = try program.write("no database at all", to: "data/costs.sqlite")
        let environment = ["TUTTI_MODEL": "openai:m", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
        let result = try await program.run("ask", "What is due?", environment: environment)
        #expect(result.code == 1 && result.output.isEmpty)
        #expect(result.error.hasPrefix("tutti: the budget of the day cannot be kept"), "\(result.error)")
        #expect(result.error.contains("costs.sqlite"))
    }

    @Test func `a name with a line end makes no line of its own`() async throws {
        let program = try CommandLineProgram()
        try program.configure("{}")
        let environment = ["TUTTI_MODEL": "openai:m\n  forged  $9.00", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
        _ = try await program.run("ask", "What is due?", environment: environment)
        let costs = try await program.run("costs", "--by", "model")
        #expect(costs.output.contains("openai:m forged $9.00"))
        #expect(!costs.output.split(separator: "\n").contains { $0.hasPrefix("  forged") })
    }

    @Test func `a call that never reached its model is there, and costs nothing`() async throws {
        let program = try CommandLineProgram()
        try program.configure(#"{"budget": {"day": 1}}"#)
        let environment = ["TUTTI_MODEL": "openai:m", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"]
        _ = try await program.run("ask", "What is due?", environment: environment)
        let costs = try await program.run("costs", "--json").json()
        #expect(costs["total"]?["calls"]?.integer ?? 0 > 0)
        #expect(costs["total"]?["inputTokens"] == 0 && costs["total"]?["costUSD"]?.double == 0)
        #expect(costs["today"]?["leftUSD"]?.double == 1)
    }
}
