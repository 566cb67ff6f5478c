import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct RunCommandTests {
    private func run(
        _ workflow: String, _ arguments: String..., input: String = ""
    ) async throws -> CommandLineProgram.Result {
        let program = try CommandLineProgram()
        let file = try program.write(workflow, to: "workflow.yaml")
        return try await program.shell(#""$TUTTI" run "$@""#, [file] + arguments, input: input)
    }

    @Test func `the answer goes to the output, progress and timeline to the error`() async throws {
        let result = try await self.run(SampleWorkflow.small, "hello", "there")
        #expect(result.output == "alpha beta hello there\n")
        let lines = result.messages
        let end = try #require(lines.firstIndex(of: ""))
        // Which of two agents starts first is not promised.
        #expect(
            lines[..<end].sorted() == [
                "a  done, T", "a  started", "b  done, T", "b  started", "c  done, T", "c  started",
            ])
        #expect(lines[end...] == ["", "a      ││ T", "b      ││ T", "c      ││ T", "complete in T"])
        #expect(result.code == 0)
    }

    @Test func `quiet prints the answer alone`() async throws {
        let result = try await self.run(SampleWorkflow.small, "hello", "--quiet")
        #expect(result.output == "alpha beta hello\n")
        #expect(result.error.isEmpty)
        #expect(result.code == 0)
    }

    @Test func `a dash takes the input from the standard input`() async throws {
        let result = try await self.run(SampleWorkflow.small, "-", "--quiet", input: "from a pipe")
        #expect(result.output == "alpha beta from a pipe\n")
    }

    @Test func `the report has its keys and its statuses`() async throws {
        let result = try await self.run(SampleWorkflow.partial, "--json")
        let report = try result.json()
        #expect(
            report.object?.keys.map(\.self) == [
                "run", "workflow", "status", "deadlineMs", "wallMs", "criticalPathMs", "sequentialMs", "speedup",
                "output", "warnings", "agents", "speculation", "usage", "events",
            ])
        #expect(report["workflow"] == "half" && report["status"] == "partial" && report["output"] == "beta")
        let agents = try #require(report["agents"]?.array)
        #expect(
            agents.first?.object?.keys.map(\.self) == [
                "name", "status", "startMs", "endMs", "attempts", "abandoned", "error", "skipped", "fallback",
                "missing", "output", "usage",
            ])
        #expect(agents.map { $0["name"] } == ["a", "b"])
        #expect(agents.map { $0["status"] } == ["failed", "succeeded"])
        #expect(agents.map { $0["error"] } == ["no luck", nil as JSONValue])
        #expect(result.error.isEmpty)
        #expect(result.code == 3)
    }

    @Test func `events are numbered without a hole, from the start to the end of the run`() async throws {
        let result = try await self.run(SampleWorkflow.small, "hello", "--events")
        let events = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        #expect(events.compactMap { $0["seq"]?.integer } == Array(1...events.count))
        #expect(events.allSatisfy { $0["v"] == 1 && $0["run"] == events.first?["run"] })
        #expect(events.first?["event"] == "runStarted" && events.first?["agents"] == ["a", "b", "c"])
        #expect(events.last?["event"] == "runFinished" && events.last?["status"] == "complete")
        let ends = events.filter { $0["event"] == "agentSucceeded" }
        #expect(ends.last?["agent"] == "c" && ends.last?["output"] == "alpha beta hello")
        #expect(ends.count == 3)
        let times = events.compactMap { $0["t"]?.double }
        #expect(times == times.sorted() && times.count == events.count)
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `a failed agent is told of once and by name`() async throws {
        let result = try await self.run(SampleWorkflow.partial)
        #expect(result.output == "beta\n")
        #expect(result.warnings == ["warning: 'a': no luck"])
        #expect(result.messages.contains("a      ││ failed"))
        #expect(result.messages.contains("partial in T"))
    }

    @Test func `a command gets the input and gives its output`() async throws {
        let workflow = """
            agents:
              shout: { kind: command, run: [tr, a-z, A-Z] }
            """
        let result = try await self.run(workflow, "quiet words", "--quiet")
        #expect(result.output.contains("QUIET WORDS"))
        #expect(result.code == 0)
    }

    @Test func `all attempts of a command have the same idempotency key, and the file may set its own`() async throws {
        let program = try CommandLineProgram()
        let log = try program.write("", to: "keys")
        let script = #"echo "$TUTTI_IDEMPOTENCY_KEY" >> '\#(log)'; test $(wc -l < '\#(log)') -ge 2 && cat '\#(log)'"#
        let workflow = """
            agents:
              pay:
                kind: command
                run: [sh, -c, "\(script.replacing(#"""#, with: #"\""#))"]
                retry: { maximumAttempts: 2, backoff: 1ms }
              own: { kind: command, run: [sh, -c, "echo $TUTTI_IDEMPOTENCY_KEY"], env: { TUTTI_IDEMPOTENCY_KEY: mine } }
            """
        let file = try program.write(workflow, to: "workflow.yaml")
        let result = try await program.shell(#""$TUTTI" run "$1" --json"#, [file])
        let report = try result.json()
        let key = "\(report["run"]?.string ?? "").pay"
        #expect(report["agents"]?[0]?["output"]?.string == "\(key)\n\(key)")
        #expect(report["agents"]?[1]?["output"]?.string == "mine")
    }

    @Test func `a command works below a program that ignores the end of its children`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write("agents: { a: { kind: command, run: [echo, fine] } }", to: "workflow.yaml")
        let result = try await program.shell(#"(trap '' CHLD; exec "$TUTTI" run "$1" -q)"#, [file])
        #expect(result.code == 0 && result.output == "fine\n")
    }
}
