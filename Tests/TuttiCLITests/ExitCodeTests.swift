import Testing
import TuttiJSON

/// The exit codes that scripts rely on.
@Suite(.timeLimit(.minutes(2))) struct ExitCodeTests {
    @Test(arguments: [
        (SampleWorkflow.small, Int32(0), ""),
        (SampleWorkflow.failing, 1, "tutti: no agent gave a result"),
        (SampleWorkflow.partial, 3, "warning: 'a': no luck"),
        (SampleWorkflow.late, 4, "tutti: no answer by the deadline"),
    ])
    func `the status of a run is its exit code`(workflow: String, code: Int32, message: String) async throws {
        let program = try CommandLineProgram()
        let file = try program.write(workflow, to: "workflow.yaml")
        let result = try await program.run("run", file, "x")
        #expect(result.code == code)
        #expect(message.isEmpty || result.messages.last == message)
        for flag in ["--json", "--events", "--quiet"] {
            #expect(try await program.run("run", file, flag).code == code, "with \(flag)")
        }
    }

    @Test func `an agent that never returns is abandoned and said to be`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(SampleWorkflow.late, to: "workflow.yaml")
        let report = try await program.run("run", file, "--json").json()
        #expect(report["status"] == "nothing" && report["output"] == nil as JSONValue)
        #expect(report["agents"]?.array?.first?["status"] == "timedOut")
        #expect(report["agents"]?.array?.first?["abandoned"] == 1)
    }

    @Test(arguments: [
        (["nope"], "'nope'"), (["ask"], "Missing expected argument"), (["ask", ""], "the question is empty"),
        (["ask", " \n "], "the question is empty"), (["ask", "x", "--deadline", "soon"], "'soon'"),
        (["ask", "x", "--deadline", "0s"], "'0s'"), (["ask", "x", "--deadline=-3s"], "'-3s'"),
        (["ask", "x", "--max-parallel", "0"], "--max-parallel must be at least 1"),
        (["ask", "x", "--json", "--events"], "Choose one of --json and --events"),
        (["ask", "x", "--bogus"], "--bogus"), (["run"], "Missing expected argument"),
    ])
    func `bad usage is 2 and says what is wrong`(arguments: [String], message: String) async throws {
        let result = try await CommandLineProgram().shell(#""$TUTTI" "$@""#, arguments)
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains(message), "\(result.error)")
    }

    @Test(arguments: ["INT", "TERM"])
    func `an interruption is 130 and leaves no child behind`(signal: String) async throws {
        let program = try CommandLineProgram()
        let seconds = "\(Int.random(in: 100_000...999_999))"
        let file = try program.write(
            """
            agents:
              child: { kind: command, run: [sleep, "\(seconds)"] }
              other: { kind: simulated, duration: 60s }
            """, to: "workflow.yaml")
        let result = try await program.shell(
            """
            "$TUTTI" run "$1" & pid=$!
            until ps -axo args | grep -q "[s]leep \(seconds)"; do sleep 0.05; done
            kill -\(signal) $pid
            wait $pid
            """, [file])
        #expect(result.code == 130)
        #expect(result.error.hasSuffix("tutti: interrupted\n"))
        #expect(result.messages.contains("child  cancelled, T"))
        #expect(try await !ProcessList.stillHas("sleep \(seconds)"))
    }

    @Test func `an interrupted chat is 130`() async throws {
        let result = try await CommandLineProgram().shell(
            #"""
            mkfifo "$errors.in"
            sleep 60 >"$errors.in" & writer=$!
            "$TUTTI" chat <"$errors.in" & pid=$!
            until grep -q "on your mind" "$errors"; do sleep 0.05; done
            kill -INT $pid
            wait $pid
            code=$?
            kill $writer
            (exit $code)
            """#)
        #expect(result.code == 130)
    }

    @Test func `a command that outlives its timeout is ended with its children`() async throws {
        let program = try CommandLineProgram()
        let seconds = "\(Int.random(in: 100_000...999_999))"
        let file = try program.write(
            """
            agents:
              child: { kind: command, run: [sh, -c, "sleep \(seconds) & sleep \(seconds)"], timeout: 300ms }
            """, to: "workflow.yaml")
        let result = try await program.run("run", file, "--json")
        #expect(try result.json()["agents"]?.array?.first?["status"] == "timedOut")
        #expect(result.code == 1)
        #expect(try await !ProcessList.stillHas("sleep \(seconds)"))
    }
}
