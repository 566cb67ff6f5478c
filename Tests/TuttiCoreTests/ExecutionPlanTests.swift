import Testing
import TuttiCore
import TuttiJSON

@Suite struct ExecutionPlanTests {
    private static func plan(_ names: [String] = ["memory", "mcp", "personal", "reporter"]) throws -> ExecutionPlan {
        var graph = AgentGraph("overwhelmed")
        for (index, name) in names.enumerated() {
            var options = AgentOptions()
            options.expectedDuration = .milliseconds([500, 300, 400, 1000][index])
            options.expectedCost = 0.25
            options.isFinal = index == 3
            graph.addWorker(name, 1, options: options)
        }
        try graph.addDependency(of: names[3], on: names[0])
        try graph.addDependency(of: names[3], on: names[2], .wants)
        try graph.addQuorum(of: names[2], count: 1, from: [names[0], names[1]])
        var plan = try graph.plan()
        plan.warnings = ["there is no agent called 'ghost'"]
        return plan
    }

    @Test func `a plan for a terminal`() throws {
        #expect(
            try Self.plan().description == """
                overwhelmed: 4 agents, 3 phases
                  1  memory (500 ms)
                     mcp (300 ms)
                  2  personal (400 ms)  ← 1 of memory, mcp
                  3  reporter (1 s) [final]  ← needs memory; wants personal
                critical path: memory → personal → reporter (1.9 s)
                warning: there is no agent called 'ghost'
                """)
    }

    @Test func `a plan for Mermaid`() throws {
        #expect(
            try Self.plan(["a \"quoted\"", "<b>", "#c", "d & \\"]).mermaid == """
                flowchart LR
                    n0["a #quot;quoted#quot;"]
                    n1["#lt;b#gt;"]
                    n2["#35;c"]
                    n3(["d & \\"])
                    n0 -.->|1 of 2| n2
                    n1 -.->|1 of 2| n2
                    n0 --> n3
                    n2 -.-> n3

                """)
    }

    @Test func `a plan for Graphviz`() throws {
        #expect(
            try Self.plan(["a \"quoted\"", "\"]; b", "\\", "d \\\" e"]).dot == #"""
                digraph "overwhelmed" {
                    rankdir=LR; node [shape=box];
                    n0 [label="a \"quoted\""];
                    n1 [label="\"]; b"];
                    n2 [label="\\"];
                    n3 [label="d \\\" e", shape=oval];
                    n0 -> n2 [style=dashed, label="1 of 2"];
                    n1 -> n2 [style=dashed, label="1 of 2"];
                    n0 -> n3;
                    n2 -> n3 [style=dashed];
                }

                """#)
    }

    @Test func `a plan as JSON`() throws {
        #expect(
            try Self.plan().json.serialized()
                == #"{"workflow":"overwhelmed","phases":[["memory","mcp"],["personal"],["reporter"]],"#
                + #""criticalPath":["memory","personal","reporter"],"expectedMs":1900.0,"costUSD":1.0,"agents":["#
                + #"{"name":"memory","needs":[],"wants":[],"quorum":null,"final":false,"expectedMs":500.0},"#
                + #"{"name":"mcp","needs":[],"wants":[],"quorum":null,"final":false,"expectedMs":300.0},"#
                + #"{"name":"personal","needs":[],"wants":[],"quorum":{"count":1,"of":["memory","mcp"]},"final":false,"#
                + #""expectedMs":400.0},"#
                + #"{"name":"reporter","needs":["memory"],"wants":["personal"],"quorum":null,"final":true,"#
                + #""expectedMs":1000.0}],"warnings":["there is no agent called 'ghost'"]}"#)
    }

    @Test func `without durations the critical path is the longest chain, of equal ones the first declared`() throws {
        var graph = AgentGraph()
        for name in ["x", "a", "b", "c", "d", "e"] { graph.addWorker(name, 1) }
        try graph.connect(["b": "a", "c": "b", "e": "d"])
        #expect(try graph.plan().criticalPath == ["a", "b", "c"])
        try graph.connect(["x": "e"])
        #expect(try graph.plan().criticalPath == ["a", "b", "c"])
    }

    @Test func `an agent stands in the phase after the last of its dependencies`() throws {
        var graph = AgentGraph()
        for name in ["d", "c", "b", "a", "e"] { graph.addWorker(name, 1) }
        try graph.connect(["b": "a", "c": "b", "d": "ac"])
        #expect(try graph.plan().phases == [["a", "e"], ["b"], ["c"], ["d"]])
    }

    @Test func `the warnings of a plan are on the report of its run`() throws {
        let plan = try Self.plan()
        var machine = RunStateMachine(
            plan: plan, limits: .init(), startingAt: 0, deadline: .never, seed: 0, isObserved: true)
        machine.began()
        let kinds = machine.events.map { $0.event(1, of: RunID("r"), plan) { _ in "" }.kind }
        #expect(kinds.contains(.warning(message: "there is no agent called 'ghost'")))
    }
}
