import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct SimulateCommandTests {
    private static let workflow = """
        name: day
        deadline: 1s
        maxParallel: 1
        agents:
          memory: { kind: simulated, duration: 300ms }
          tasks: { kind: simulated, duration: [100ms, 200ms] }
          answer: { kind: simulated, needs: [memory, tasks], duration: 100ms }
        """

    private func simulate(
        _ arguments: String..., workflow: String = Self.workflow
    ) async throws -> CommandLineProgram.Result {
        let program = try CommandLineProgram()
        let file = try program.write(workflow, to: "day.yaml")
        return try await program.shell(#""$TUTTI" simulate "$@""#, [file] + arguments)
    }

    @Test func `as text`() async throws {
        let result = try await self.simulate("--runs", "4", "--seed", "7", "--what-if", "maxParallel=2")
        #expect(
            result.output == """
                day: 4 simulated runs, seed 7

                  wall time        mean     p50     p90     p95     p99     max  mean change  sooner  later
                  baseline       550 ms  500 ms  600 ms  600 ms  600 ms  600 ms
                  maxParallel=2  400 ms  400 ms  400 ms  400 ms  400 ms  400 ms      -150 ms   100 %    0 %

                  outcome        complete  by the deadline  partial  failed  nothing
                  baseline          100 %     100 % of 1 s      0 %     0 %      0 %
                  maxParallel=2     100 %     100 % of 1 s      0 %     0 %      0 %

                  most often on the critical path
                  baseline       memory 100 %, tasks 100 %, answer 100 %
                  maxParallel=2  memory 100 %, answer 100 %

                  wall times of the baseline
                  500 ms – 510 ms  ████████████████████████████████████████ 2
                  510 ms – 520 ms  0
                  520 ms – 530 ms  0
                  530 ms – 540 ms  0
                  540 ms – 550 ms  0
                  550 ms – 560 ms  0
                  560 ms – 570 ms  0
                  570 ms – 580 ms  0
                  580 ms – 590 ms  0
                  590 ms – 600 ms  0
                  600 ms – 610 ms  ████████████████████████████████████████ 2

                  agents of the baseline  critical  succeeded  timed out  failed  skipped   start    mean     p95
                  memory                     100 %      100 %        0 %     0 %      0 %    0 ms  300 ms  300 ms
                  tasks                      100 %      100 %        0 %     0 %      0 %  300 ms  150 ms  200 ms
                  answer                     100 %      100 %        0 %     0 %      0 %  450 ms  100 ms  100 ms

                """)
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `as JSON`() async throws {
        let result = try await self.simulate("--runs", "4", "--what-if", "maxParallel=2, memory.duration*2", "--json")
        let json = try result.json()
        #expect(
            json.object?.keys.map(\.self) == ["workflow", "runs", "seed", "assumptions", "baseline", "whatIfs"])
        #expect(json["workflow"] == "day" && json["runs"] == 4 && json["seed"] == "1")
        #expect(json["baseline"]?["wall"]?["meanMs"] == 550.0)
        #expect(json["baseline"]?["outcome"]?["completeByDeadline"] == 1.0)
        let whatIf = try #require(json["whatIfs"]?.array?.first)
        #expect(whatIf["name"] == "maxParallel=2, memory.duration*2" && whatIf["wall"]?["meanMs"] == 700.0)
        #expect(whatIf["difference"]?["meanMs"] == 150.0)
        #expect(result.error.isEmpty && result.code == 0)
    }

    @Test func `the same seed gives the same output, byte for byte, and another one another`() async throws {
        let text = "agents: { a: { kind: simulated, duration: { p50: 100ms, p95: 300ms } } }"
        let first = try await self.simulate(workflow: text)
        #expect(first.code == 0 && first.error.isEmpty)
        #expect(try await self.simulate(workflow: text).output == first.output)
        #expect(try await self.simulate("--seed", "1", workflow: text).output == first.output)
        #expect(try await self.simulate("--seed", "2", workflow: text).output != first.output)
    }

    @Test func `what is set holds for the baseline and for every what-if`() async throws {
        let result = try await self.simulate(
            "--runs", "1", "--set", "maxParallel=none", "--set", "tasks.duration=50ms", "--what-if",
            "memory.duration=100ms", "--json")
        let json = try result.json()
        #expect(json["baseline"]?["name"] == "baseline" && json["baseline"]?["wall"]?["meanMs"] == 400.0)
        #expect(json["whatIfs"]?[0]?["wall"]?["meanMs"] == 200.0)
    }

    @Test(arguments: [
        (
            ["--what-if", "memry.duration*0.5"],
            #"--what-if "memry.duration*0.5": there is no agent 'memry'; did you mean 'memory'?"#
        ),
        (["--what-if", "memory.durtion=1s"], "did you mean 'duration'?"),
        (
            ["--set", "maxParalel=2"],
            #"--set "maxParalel=2": there is no setting 'maxParalel'; did you mean 'maxParallel'?"#
        ),
        (["--runs", "0"], "day.yaml: the runs must be from 1 to 1000000, not 0"),
        (["--durations", "/nowhere.json"], "/nowhere.json: there is no such file"),
        (["--seed", "minus"], "'minus'"),
    ])
    func `what is wrong is told of, with exit code 2 and without a result`(
        arguments: [String], message: String
    ) async throws {
        let program = try CommandLineProgram()
        let file = try program.write(Self.workflow, to: "day.yaml")
        let result = try await program.shell(#""$TUTTI" simulate "$@""#, [file] + arguments)
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains(message), "\(result.error)")
    }

    @Test func `a wrong workflow is told of as by run`() async throws {
        let result = try await self.simulate(workflow: "agents:\n  a: { kind: wizard }\n")
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains(":2:14: agents.a.kind: unknown kind 'wizard'"))
    }

    @Test func `an agent that nobody knows is no guess, and nothing real is asked`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write(
            "agents: { a: { kind: command, run: [touch, made], cwd: \(program.home) } }", to: "real.yaml")
        let unknown = try await program.run("simulate", file)
        #expect(unknown.code == 2 && unknown.output.isEmpty)
        #expect(unknown.error.contains("nobody knows how long 'a' (command) takes"))
        let stated = try await program.run("simulate", file, "--set", "a.duration=1s..2s", "--quiet")
        #expect(stated.code == 0 && stated.error.isEmpty)
        #expect(stated.output.contains("assumed: a (command) is simulated with a stated duration"))
        #expect(throws: (any Error).self) { try program.permissions(of: program.home + "/made") }
    }

    @Test func `reports of real runs tell how long real agents take`() async throws {
        let program = try CommandLineProgram()
        let file = try program.write("agents: { a: { kind: command, run: [echo, hello] } }", to: "real.yaml")
        let runs = try await program.shell(
            #"for i in 1 2 3; do "$TUTTI" run "$1" --json || exit; done > runs.json; "$TUTTI" simulate "$1" --durations runs.json --json"#,
            [file])
        #expect(runs.code == 0 && runs.error.isEmpty)
        let json = try runs.json()
        #expect(json["assumptions"] == ["a (command) draws from 3 measured attempts"])
        #expect((json["baseline"]?["wall"]?["meanMs"]?.double ?? 0) > 0)
    }
}
