import Foundation
import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

/// Workflows in workflows: how they are read, what is refused, and how they run.
@Suite struct NestedWorkflowTests {
    static let simple = "agents: { x: { kind: simulated, output: \"x of {{input}}\", duration: 1s } }"

    static func nesting(_ path: String) -> String { "agents: { in: { kind: workflow, path: \(path) } }" }

    // MARK: Reading

    @Test func `a nested file is read relative to the file that names it`() throws {
        let files = [
            "a.yaml": Self.nesting("sub/b.yaml"), "sub/b.yaml": Self.nesting("../c.yaml"), "c.yaml": Self.simple,
        ]
        try WorkflowFolder.with(files) { folder in
            guard case .workflow(let b) = try folder.load("a.yaml")["in"]?.kind,
                case .workflow(let c) = b.workflow["in"]?.kind
            else { throw UnexpectedAgent(name: "in") }
            #expect(b.path == "sub/b.yaml" && b.workflow.name == "b")
            #expect(c.path == "c.yaml" && c.workflow.agents.map(\.name) == ["x"])
            let usual = try Template("{{input}}")
            #expect(b.input == usual)
        }
    }

    @Test func `folders of documents are those beside the file that names them`() throws {
        let inner = """
            agents:
              beside: { kind: documents, path: notes }
              absolute: { kind: documents, path: /notes }
              home: { kind: documents, path: ~/notes }
              other: { kind: memory, fallback: { kind: documents, path: notes } }
            """
        try WorkflowFolder.with(["a.yaml": Self.nesting("sub/b.yaml"), "sub/b.yaml": inner]) { folder in
            let agents = try folder.load("a.yaml").agentsToMake
            #expect(agents.map(\.name) == ["in/beside", "in/absolute", "in/home", "in/other", "in/other/fallback"])
            let paths = agents.compactMap { agent -> String? in
                if case .documents(let search) = agent.kind { search.path } else { nil }
            }
            #expect(paths == ["sub/notes", "/notes", "~/notes", "sub/notes"])
        }
    }

    @Test func `errors name the inner file and its line, and come after those of the outer one`() throws {
        let outer = """
            agents:
              in: { kind: workflow, path: sub/b.yaml }
              again: { kind: workflow, path: sub/b.yaml }
              wrong: { kind: simulated, durration: 1s }
            """
        let inner = "agents:\n  x: { kind: simulated, needs: [y] }\n  z: { kind: workflow, path: c.yaml }\n"
        let files = ["a.yaml": outer, "sub/b.yaml": inner, "sub/c.yaml": "agents: 5"]
        let expected = """
            a.yaml:4:29: agents.wrong.durration: unknown key; did you mean 'duration'?
            sub/b.yaml:2:33: agents.x.needs[0]: there is no agent 'y'; the agents are x, z
            sub/c.yaml:1:9: agents: must be an object, not '5'
            """
        #expect(try WorkflowFolder.with(files) { $0.error("a.yaml") } == expected)
    }

    static let refused: [(name: String, files: [String: String], message: String)] = [
        (
            "a missing file", ["a.yaml": nesting("b.yaml")],
            "a.yaml:1:39: agents.in.path: 'b.yaml': there is no such file"
        ),
        (
            "a folder", ["a.yaml": nesting("sub"), "sub/x": ""],
            "a.yaml:1:39: agents.in.path: 'sub': is a folder: give the path of a file"
        ),
        (
            "an absolute path", ["a.yaml": nesting("/etc/passwd")],
            "a.yaml:1:39: agents.in.path: must be relative to the folder of this file, not '/etc/passwd'"
        ),
        (
            "a home folder", ["a.yaml": nesting("~/b.yaml")],
            "a.yaml:1:39: agents.in.path: must be relative to the folder of this file, not '~/b.yaml'"
        ),
        (
            "a path that leads out", ["a.yaml": nesting("sub/../../b.yaml")],
            "a.yaml:1:39: agents.in.path: leads out of the folder of the outermost file: 'sub/../../b.yaml'"
        ),
        (
            "an empty path", ["a.yaml": nesting("''")],
            "a.yaml:1:39: agents.in.path: is empty: give the path of a workflow file"
        ),
        (
            "a file in itself", ["a.yaml": nesting("./a.yaml")],
            "a.yaml:1:39: agents.in.path: the workflows go round: a.yaml → a.yaml"
        ),
        (
            "a cycle of files", ["a.yaml": nesting("b.yaml"), "b.yaml": nesting("a.yaml")],
            "b.yaml:1:39: agents.in.path: the workflows go round: a.yaml → b.yaml → a.yaml"
        ),
        (
            "four files deep",
            ["a.yaml": nesting("b.yaml"), "b.yaml": nesting("c.yaml"), "c.yaml": nesting("d.yaml"), "d.yaml": simple],
            "c.yaml:1:39: agents.in.path: lies too deep: at most 3 files may lie inside of each other"
        ),
        (
            "four files deep, of which two were read before",
            [
                "a.yaml": "agents: { one: { kind: workflow, path: c.yaml }, two: { kind: workflow, path: b.yaml } }",
                "b.yaml": nesting("c.yaml"), "c.yaml": nesting("d.yaml"), "d.yaml": simple,
            ], "b.yaml:1:39: agents.in.path: lies too deep: at most 3 files may lie inside of each other"
        ),
    ]

    @Test(arguments: Self.refused.indices) func `what cannot be nested is refused`(index: Int) throws {
        let (name, files, message) = Self.refused[index]
        #expect(try WorkflowFolder.with(files) { $0.error("a.yaml") } == message, "\(name)")
    }

    @Test func `a link does not lead out either`() throws {
        try WorkflowFolder.with(["out.yaml": Self.simple, "in/a.yaml": Self.nesting("b.yaml")]) { folder in
            try folder.link("in/b.yaml", to: folder.path("out.yaml"))
            let message = "in/a.yaml:1:39: agents.in.path: 'b.yaml': lies outside of the folder of the outermost file"
            #expect(folder.error("in/a.yaml") == message)
        }
    }

    @Test func `the agents of all files together are bounded`() throws {
        let many = (0..<1_000).map { "  x\($0): { kind: simulated }\n" }.joined()
        let outer = (0..<11).map { "  in\($0): { kind: workflow, path: b.yaml }\n" }.joined()
        let error = try WorkflowFolder.with(["a.yaml": "agents:\n\(outer)", "b.yaml": "agents:\n\(many)"]) {
            $0.error("a.yaml")
        }
        #expect(error == "a.yaml:12:33: agents.in10.path: makes more than 10000 agents with those of nested files")
    }

    @Test func `the files are bounded`() throws {
        var files = [
            "a.yaml": "agents:\n" + (0..<60).map { "  in\($0): { kind: workflow, path: b\($0).yaml }\n" }.joined()
        ]
        for number in 0..<60 { files["b\(number).yaml"] = Self.simple }
        let lines = try WorkflowFolder.with(files) { $0.error("a.yaml") }.split(separator: "\n")
        #expect(
            lines.count == 11 && lines.allSatisfy { $0.hasSuffix("is one file too many: a workflow has at most 50") })
    }

    // MARK: Running

    /// Runs `a.yaml` in virtual time.
    private static func run(
        _ files: [String: String], within deadline: Duration? = nil, recorder: EventRecorder = .init()
    ) throws -> RunReport {
        let workflow = try WorkflowFolder.with(files) { try $0.load("a.yaml") }
        return try simulate { simulation in
            let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
            return await simulation.run(
                plan, "today", within: deadline ?? workflow.deadline, workflow.configuration, recorder: recorder)
        }
    }

    static let outer = """
        agents:
          first: { kind: simulated, duration: 1s, output: tasks }
          in: { kind: workflow, path: b.yaml, needs: [first], input: "{{agents.first.output}} {{input}}" }
          last: { kind: simulated, needs: [in], output: "<{{agents.in.output}}>" }
        """

    @Test func `the agents run inside, and the answer is the agent's`() throws {
        let inner = """
            agents:
              x: { kind: simulated, output: "x of {{input}}", duration: 2s, usage: { input: 5, output: 1 } }
              y: { kind: simulated, output: "y", duration: 1s }
              z: { kind: simulated, needs: [x, y], final: true, output: "{{agents.x.output}}, {{agents.y.output}}" }
            """
        let recorder = EventRecorder()
        let report = try Self.run(["a.yaml": Self.outer, "b.yaml": inner], recorder: recorder)
        #expect(report.output == "<x of tasks today, y>")
        #expect(report.wallTime == .seconds(3) && report.status == .complete && report.warnings == [])
        #expect(report["in"]?.usage == Usage(inputTokens: 5, outputTokens: 1))
        let parts = recorder.events.compactMap { event -> String? in
            guard case .partEnded("in", 1, let part) = event.kind else { return nil }
            return "\(event.time.shortText) \(part.name) \(part.index)/\(part.count) \(part.state)"
        }
        #expect(parts == ["2 s y 1/3 succeeded", "3 s x 0/3 succeeded", "3 s z 2/3 succeeded"])
    }

    @Test func `what the answering agent of the inner workflow yields is yielded at once`() throws {
        let workflow = try WorkflowFolder.with(
            ["a.yaml": Self.nesting("b.yaml"), "b.yaml": "agents: { x: { kind: memory, final: true } }"]
        ) { try $0.load("a.yaml") }
        let recorder = EventRecorder()
        try simulate { simulation in
            let plan = try workflow.makePlan { _ in Speaker() }
            _ = await simulation.run(plan, recorder: recorder)
        }
        let parts = recorder.events.compactMap { event -> String? in
            if case .agentPartial("in", _, let text) = event.kind { "\(event.time.shortText) \(text)" } else { nil }
        }
        #expect(parts == ["1 s Hello,", "2 s world"])
    }

    private struct Speaker: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput {
            for word in ["Hello,", "world"] {
                try await context.sleep(for: .seconds(1))
                context.yield(word)
            }
            return "Hello, world"
        }
    }

    @Test func `an inner workflow without an answer fails the agent, and with a part of one warns`() throws {
        let failing = "agents: { x: { kind: simulated, fails: no luck } }"
        let report = try Self.run(["a.yaml": Self.nesting("b.yaml"), "b.yaml": failing])
        #expect(report["in"]?.error == "the workflow 'b' has no answer: 'x': no luck")
        let partial =
            "agents: { x: { kind: simulated, fails: no luck }, y: { kind: simulated, wants: [x], output: y } }"
        let second = try Self.run(["a.yaml": Self.nesting("b.yaml"), "b.yaml": partial])
        #expect(second.output == "y")
        #expect(second.warnings == ["in: the answer is partial: 'x': no luck"])
    }

    @Test func `the nearest deadline holds, and what is there by then is the answer`() throws {
        let inner = """
            deadline: DEADLINE
            reserve: 50ms
            agents:
              slow: { kind: simulated, duration: 10s }
              z: { kind: simulated, wants: [slow], final: true, output: z }
            """
        for (own, outer, wall) in [
            ("2s", Duration.seconds(9), Duration.milliseconds(1950)), ("9s", .seconds(2), .milliseconds(1850)),
        ] {
            let files = [
                "a.yaml": Self.nesting("b.yaml"), "b.yaml": inner.replacingOccurrences(of: "DEADLINE", with: own),
            ]
            let report = try Self.run(files, within: outer)
            #expect(report.output == "z")
            #expect(report.wallTime >= wall && report.wallTime < wall + .milliseconds(20), "\(own), \(outer)")
        }
    }

    @Test func `the limits of the inner file hold inside`() throws {
        let inner = """
            maxParallel: 1
            agents: { x: { kind: simulated, duration: 1s }, y: { kind: simulated, duration: 1s } }
            """
        #expect(try Self.run(["a.yaml": Self.nesting("b.yaml"), "b.yaml": inner]).wallTime == .seconds(2))
    }

    @Test func `a workflow is tried again, stands in, and is asked for each item like any other agent`() throws {
        let outer = """
            agents:
              list: { kind: simulated, output: '["a", "b"]' }
              each: { kind: workflow, path: b.yaml, map: list, input: "{{item}} {{index}}" }
              other: { kind: simulated, fails: no, fallback: { kind: workflow, path: b.yaml, input: instead } }
            """
        let report = try Self.run(["a.yaml": outer, "b.yaml": Self.simple])
        #expect(report["each"]?.output == #"["x of a 0","x of b 1"]"#)
        #expect(report["other"]?.output == "x of instead")
    }

    @Test func `a workflow has the side effects of its agents, and takes as long as they are expected to`() throws {
        let files = [
            "a.yaml": Self.nesting("b.yaml"), "b.yaml": "agents: { x: { kind: command, run: [ls] } }",
            "c.yaml": Self.simple,
        ]
        try WorkflowFolder.with(files) { folder in
            let agent = try folder.load("a.yaml").agents[0]
            #expect(agent.effectiveSideEffects == .external)
        }
        try WorkflowFolder.with(["a.yaml": Self.nesting("b.yaml"), "b.yaml": Self.simple]) { folder in
            let workflow = try folder.load("a.yaml")
            #expect(workflow.agents[0].effectiveSideEffects == .none)
            let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
            #expect(plan.expectedDuration == .seconds(1))
        }
    }
}
