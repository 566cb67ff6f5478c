import Testing
import TuttiCore
import TuttiJSON
import TuttiWorkflows

/// A plan shows everything that decides what runs.
@Suite struct WorkflowDrawingTests {
    static let outer = """
        name: all
        agents:
          router: { kind: simulated, duration: 100ms, output: tasks, timeout: auto }
          fast: { kind: memory, fallback: { kind: documents, path: notes, output: nothing } }
          large: { kind: llm, prompt: x, hedge: { after: p95 }, fallback: { model: small }, cache: { ttl: 10m } }
          notes:
            kind: memory
            wants: [router]
            when: { router: { contains: "<a \\"b\\">" } }
          each:
            kind: llm
            prompt: "{{item}}"
            map: { over: router, maxItems: 20, maxParallel: 4 }
            hedge: { after: 300ms, maximumAttempts: 3 }
          deep: { kind: workflow, path: inner.yaml, needs: [router] }
          most: { kind: simulated, quorum: { count: 2, of: [fast, large, notes] } }
          answer: { kind: simulated, firstOf: [most, each], needs: [deep], final: true, fallback: { output: sorry } }
        """

    static let inner = """
        agents:
          x: { kind: simulated, duration: 200ms }
          y: { kind: simulated, needs: [x], final: true, duration: 50ms }
        """

    private static func plan() throws -> ExecutionPlan {
        try WorkflowFolder.with(["w.yaml": self.outer, "inner.yaml": self.inner]) { folder in
            try folder.load("w.yaml").makePlan { _ in SimulatedAgent(.init()) }
        }
    }

    @Test func `as text`() throws {
        #expect(
            try Self.plan().description == #"""
                all: 8 agents, 4 phases
                  1  router (100 ms) [timeout learned]
                     fast [falls back to documents, then output]
                     large [hedged after p95; cached 10 min; falls back to llm small]
                  2  notes  ← wants router; when router contains '<a "b">'
                     each [for each item of router, at most 20, 4 at once; hedged after 300 ms]  ← needs router
                     deep (250 ms) [workflow inner]  ← needs router
                       1  x (200 ms)
                       2  y (50 ms) [final]  ← needs x
                  3  most  ← 2 of fast, large, notes
                  4  answer [final; falls back to output]  ← needs deep; first of most, each
                critical path: router → deep → answer (350 ms)
                """#)
    }

    @Test func `as a Mermaid flow chart`() throws {
        #expect(
            try Self.plan().mermaid == #"""
                flowchart LR
                    n0["router<br/>timeout learned"]
                    n1["fast<br/>falls back to documents, then output"]
                    n2["large<br/>hedged after p95<br/>cached 10 min<br/>falls back to llm small"]
                    n3["notes<br/>when router contains '#lt;a #quot;b#quot;#gt;'"]
                    n4["each<br/>for each item of router, at most 20, 4 at once<br/>hedged after 300 ms"]
                    subgraph n5["deep<br/>workflow inner"]
                        n5_0["x"]
                        n5_1(["y"])
                        n5_0 --> n5_1
                    end
                    n6["most"]
                    n7(["answer<br/>falls back to output"])
                    n0 -.-> n3
                    n0 --> n4
                    n0 --> n5
                    n1 -.->|2 of 3| n6
                    n2 -.->|2 of 3| n6
                    n3 -.->|2 of 3| n6
                    n5 --> n7
                    n6 -.->|first| n7
                    n4 -.->|first| n7

                """#)
    }

    @Test func `as a DOT graph`() throws {
        #expect(
            try Self.plan().dot == #"""
                digraph "all" {
                    rankdir=LR; node [shape=box];
                    n0 [label="router\ntimeout learned"];
                    n1 [label="fast\nfalls back to documents, then output"];
                    n2 [label="large\nhedged after p95\ncached 10 min\nfalls back to llm small"];
                    n3 [label="notes\nwhen router contains '<a \"b\">'"];
                    n4 [label="each\nfor each item of router, at most 20, 4 at once\nhedged after 300 ms"];
                    n5 [label="deep\nworkflow inner"];
                    subgraph cluster_n5 {
                        label="inner";
                        n5_0 [label="x"];
                        n5_1 [label="y", shape=oval];
                        n5_0 -> n5_1;
                    }
                    n5 -> n5_0 [style=dotted, arrowhead=none];
                    n6 [label="most"];
                    n7 [label="answer\nfalls back to output", shape=oval];
                    n0 -> n3 [style=dashed];
                    n0 -> n4;
                    n0 -> n5;
                    n1 -> n6 [style=dashed, label="2 of 3"];
                    n2 -> n6 [style=dashed, label="2 of 3"];
                    n3 -> n6 [style=dashed, label="2 of 3"];
                    n5 -> n7;
                    n6 -> n7 [style=dashed, label="first"];
                    n4 -> n7 [style=dashed, label="first"];
                }

                """#)
    }

    @Test func `as JSON, where only what is there is a member`() throws {
        let agents = try #require(Self.plan().json["agents"]?.array)
        func more(_ index: Int) throws -> JSONValue {
            let usual = ["name", "needs", "wants", "quorum", "final", "expectedMs"]
            let object = try #require(agents[index].object)
            #expect(object.keys.prefix(6).map(\.self) == usual)
            return .object(JSONObject(object.members.dropFirst(6).map { ($0.key, $0.value) }))
        }
        #expect(try more(0) == ["timeout": "auto"])
        #expect(try more(1) == ["fallbacks": ["documents", "output"]])
        let hedge: JSONValue = ["after": "p95", "maximumAttempts": 2]
        #expect(try more(2) == ["hedge": hedge, "fallbacks": ["llm small"], "cache": "cached 10 min"])
        #expect(try more(3) == ["when": #"router contains '<a "b">'"#])
        #expect(
            try more(4) == [
                "map": ["over": "router", "maxItems": 20, "maxParallel": 4, "minimum": 1, "join": "json"],
                "hedge": ["after": "300 ms", "maximumAttempts": 3],
            ])
        #expect(try more(5)["plan"]?["phases"] == [["x"], ["y"]])
        #expect(agents[6]["quorum"] == ["count": 2, "of": ["fast", "large", "notes"]])
        #expect(agents[7]["quorum"] == JSONValue.null)
        #expect(try more(7) == ["firstOf": ["most", "each"], "fallbacks": ["output"]])
    }

    @Test func `what was declared in Swift is drawn as well`() throws {
        var graph = AgentGraph("swift")
        var options = AgentOptions()
        options.condition = { _ in true }
        options.fallbackAgent = SimulatedAgent(.init())
        options.fallback = AgentOutput("x")
        options.hedging = HedgingPolicy()
        options.learnedTimeout = LearnedTimeout()
        graph.add("external", SimulatedAgent(.init()), options: options)
        options.sideEffects = .none
        options.timeout = .seconds(1)
        graph.add("harmless", SimulatedAgent(.init()), options: options)
        #expect(
            try graph.plan().description == """
                swift: 2 agents, 1 phase
                  1  external [timeout learned; falls back to another agent, then output]  ← when its condition is met
                     harmless [hedged after p95; falls back to another agent, then output]  ← when its condition is met
                """)
    }
}
