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
}
