import Testing
import TuttiJSON

/// Text from outside that tries to be more than text.
@Suite(.timeLimit(.minutes(2))) struct HostileTextTests {
    private static let evil = "tasks \u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7} \u{9B}2J end"

    private func isSafe(_ text: String) -> Bool {
        !text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) }
    }

    @Test func `escapes of a question do not reach the terminal`() async throws {
        let program = try CommandLineProgram()
        for flags in [[], ["--quiet"], ["--json"], ["--events"]] {
            let result = try await program.shell(#""$TUTTI" ask "$@""#, [Self.evil] + flags)
            #expect(result.code == 0)
            #expect(self.isSafe(result.output) && self.isSafe(result.error), "\(flags)")
        }
    }

    @Test func `escapes of agents, names and files do not reach the terminal`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(
            #"""
            agents:
              "a\e[31m": { kind: simulated, duration: 1ms, output: "red \e[31m end" }
              b: { kind: simulated, duration: 1ms, fails: "bad \e[31m end" }
            """#, to: "workflow.yaml")
        let run = try await program.run("run", file)
        #expect(self.isSafe(run.output) && self.isSafe(run.error))
        let missing = try await program.run("run", "\u{1B}[31mnone.yaml")
        #expect(missing.code == 2 && self.isSafe(missing.error))
        let unknown = try await program.run("\u{1B}[31mnone")
        #expect(unknown.code == 2 && self.isSafe(unknown.error))
    }

    @Test func `escapes in the memory do not reach the terminal`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("memory", "add", Self.evil)
        let text = try await program.run("memory", "search", "end")
        #expect(text.output.contains("end") && self.isSafe(text.output))
        let json = try await program.run("memory", "search", "end", "--json")
        #expect(self.isSafe(json.output))
        #expect(try json.json().array?.count == 1)
    }

    @Test(arguments: ["", "1"]) func `there are no colours where there is no terminal`(noColor: String) async throws {
        let program = try CommandLineProgram()
        for arguments in [["ask", "my tasks"], ["doctor"], ["mcp", "list"], ["--help"]] {
            let result = try await program.shell(
                #""$TUTTI" "$@""#, arguments, environment: ["NO_COLOR": noColor, "TERM": "xterm-256color"])
            #expect(!result.output.contains("\u{1B}") && !result.error.contains("\u{1B}"))
        }
    }

    @Test func `closed streams are no harm`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(SampleWorkflow.small, to: "workflow.yaml")
        #expect(try await program.shell(#""$TUTTI" ask tasks <&-"#).code == 0)
        #expect(try await program.shell(#""$TUTTI" chat </dev/null"#).code == 0)
        #expect(try await program.shell(#""$TUTTI" ask tasks >&-"#).code == 0)
        #expect(try await program.shell(#""$TUTTI" ask tasks 2>&-"#).code == 0)
        let run = try await program.shell(#""$TUTTI" run "$1" - <&-"#, [file])
        #expect(run.code == 0 && run.output == "alpha beta \n")
        #expect(
            try await program.shell(#"{ "$TUTTI" ask tasks; echo "code $?" >&2; } | true"#).error.contains("code 0"))
    }

    @Test func `a chat without any input ends at once`() async throws {
        let line = """
            "$TUTTI" chat <&- & pid=$!
            { sleep 60; kill -KILL $pid; } >/dev/null 2>&1 &
            wait $pid
            """
        let result = try await CommandLineProgram().shell(line)
        #expect(result.code == 0)
    }

    @Test func `a huge input is taken up to 8 MB and refused above`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(SampleWorkflow.small, to: "workflow.yaml")
        let large = try await program.run("run", file, "-", "-q", input: String(repeating: "a", count: 1 << 20))
        #expect(large.code == 0 && large.output.utf8.count == (1 << 20) + "alpha beta \n".utf8.count)
        let huge = try await program.run("run", file, "-", input: String(repeating: "a", count: 9 << 20))
        #expect(huge.code == 2 && huge.error == "tutti: the input is larger than 8 MB\n")
    }

    @Test func `a huge question is answered`() async throws {
        let result = try await CommandLineProgram().run("ask", "-q", String(repeating: "task ", count: 20_000))
        #expect(result.code == 0 && !result.output.isEmpty)
        #expect(result.output.utf8.count < 20_000)
    }

    @Test func `bytes that are no text are read as replacement characters`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(SampleWorkflow.small, to: "workflow.yaml")
        let result = try await program.shell(#"printf '\377\376' | "$TUTTI" run "$1" - -q"#, [file])
        #expect(result.code == 0 && result.output == "alpha beta \u{FFFD}\u{FFFD}\n")
    }
}
