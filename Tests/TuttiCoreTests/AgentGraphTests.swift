import Testing
import TuttiCore
import TuttiTesting

@Suite struct AgentGraphTests {
    private static func problems(of graph: AgentGraph) -> [GraphError.Problem] {
        do throws(GraphError) {
            _ = try graph.plan()
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `every problem is in one error, each on its line`() throws {
        var other = AgentGraph()
        let foreign = other.addWorker("foreign", 1)
        var graph = AgentGraph()
        var options = AgentOptions()
        options.timeout = .zero
        options.retry.maximumAttempts = 0
        graph.addWorker("a", 1, options: options)
        graph.addWorker("a", 1)
        graph.addWorker("", 1)
        graph.add("b", after: foreign) { _, text in text }
        try graph.addDependency(of: "b", on: "b")
        try graph.addDependency(of: "b", on: "ghost")
        try graph.addDependency(of: "nobody", on: "b")
        let error = #expect(throws: GraphError.self) { try graph.plan() }
        let expected: Set<GraphError.Problem> = [
            .duplicateName("a"), .invalidName(""), .selfDependency("b"), .foreignHandle(agent: "b", dependency: 0),
            .invalidOption(agent: "a", message: "the timeout must be longer than zero"),
            .invalidOption(agent: "a", message: "maximumAttempts counts the first attempt: at least 1"),
            .unknownDependency(agent: "b", dependency: "ghost"),
            .unknownDependency(agent: "nobody", dependency: "nobody"),
        ]
        #expect(Set(error?.problems ?? []) == expected)
        #expect(error?.problems.count == expected.count)
        #expect(error?.description.split(separator: "\n").count == expected.count)
    }

    @Test func `an empty graph has a problem of its own`() {
        #expect(Self.problems(of: AgentGraph()) == [.empty])
    }

    @Test func `a dependency may be named before either agent is added`() throws {
        var graph = AgentGraph()
        try graph.addDependency(of: "b", on: "a")
        graph.addWorker("b", 1)
        graph.addWorker("a", 1)
        #expect(try graph.plan().phases == [["a"], ["b"]])
    }

    @Test func `a cycle through every kind of dependency is refused, and a quorum that would close one adds nothing`()
        throws
    {
        for kind in [DependencyEdge.Kind.needs, .wants] {
            var graph = AgentGraph()
            for name in ["a", "b"] { graph.addWorker(name, 1) }
            try graph.addDependency(of: "a", on: "b", kind)
            #expect(throws: GraphError([.cycle(["b", "a", "b"])])) { try graph.addDependency(of: "b", on: "a", .wants) }
        }
        var graph = AgentGraph()
        for name in ["a", "b", "c"] { graph.addWorker(name, 1) }
        try graph.addDependency(of: "a", on: "b")
        let before = try graph.plan().json
        #expect(throws: GraphError([.cycle(["b", "a", "b"])])) {
            try graph.addQuorum(of: "b", count: 1, from: ["c", "a"])
        }
        #expect(try graph.plan().json == before)
    }

    @Test(arguments: [0, -1, 3])
    func `a quorum of none, or of more than there are, is refused`(count: Int) {
        var graph = AgentGraph()
        for name in ["a", "b", "c"] { graph.addWorker(name, 1) }
        #expect(throws: GraphError.self) { try graph.addQuorum(of: "c", count: count, from: ["a", "b", "b"]) }
    }

    @Test(arguments: [
        ("", false), ("a", true), ("größe 日本", true), (String(repeating: "x", count: 128), true),
        (String(repeating: "x", count: 129), false), (String(repeating: "é", count: 65), false), ("a\u{1B}[31m", false),
        ("a\nb", false), ("a\u{0}", false), ("a\u{2028}", false), ("a\u{85}", false),
    ])
    func `a name has 1 to 128 bytes and no control character`(name: String, isValid: Bool) {
        var graph = AgentGraph()
        graph.addWorker(name, 1)
        #expect(Self.problems(of: graph) == (isValid ? [] : [.invalidName(name)]))
    }

    @Test func `each option that is out of range is named`() {
        let table: [(String, (inout AgentOptions) -> Void)] = [
            ("the timeout must be longer than zero", { $0.timeout = .milliseconds(-1) }),
            ("maximumAttempts counts the first attempt: at least 1", { $0.retry.maximumAttempts = -3 }),
            ("maximumAttempts must be at most 100", { $0.retry.maximumAttempts = 101 }),
            ("the backoff must not be negative", { $0.retry.backoff = .seconds(-1) }),
            ("attemptTimeout must be longer than zero", { $0.retry.attemptTimeout = .zero }),
            ("the expected duration must not be negative", { $0.expectedDuration = .seconds(-1) }),
        ]
        for (message, change) in table {
            var options = AgentOptions()
            change(&options)
            var graph = AgentGraph()
            graph.addWorker("a", 1, options: options)
            #expect(Self.problems(of: graph) == [.invalidOption(agent: "a", message: message)])
        }
    }

    // MARK: Handles

    @Test func `a handle of a copy that went its own way is refused, one from before the copy is not`() throws {
        var graph = AgentGraph()
        let shared = graph.addWorker("shared", 1)
        var copy = graph
        let ofCopy = copy.addWorker("x", 1)
        graph.addWorker("y", 1)
        graph.add("good", after: shared) { _, text in text }
        #expect(Self.problems(of: graph) == [])
        graph.add("bad", after: ofCopy) { _, text in text }
        graph.add("bad too", after: ofCopy.ifAvailable) { _, text in "\(text)" }
        #expect(
            Self.problems(of: graph)
                == [.foreignHandle(agent: "bad", dependency: 1), .foreignHandle(agent: "bad too", dependency: 1)])
    }

    @Test func `values keep their types through the graph: structs, tuples as optionals, nothing`() throws {
        let texts = try simulate { simulation in
            var graph = AgentGraph()
            let list = graph.add("list") { _ in [1, 2, 3] }
            let absent = graph.add("absent") { _ -> Int? in nil }
            let nothing = graph.add("nothing") { _ in }
            let all = graph.add("all", after: list, absent, nothing, list.ifAvailable) { _, list, absent, _, wanted in
                "\(list.count) \(absent == nil) \(wanted.value == list)"
            }
            let report = await simulation.parallelExecutor().run(try graph.plan())
            return [report[all].value, report["nothing"]?.output]
        }
        #expect(texts == ["3 true true", ""])
    }

    @Test func `inputs by name come in the order of their dependencies, with text and reason`() throws {
        let lines = try simulate { simulation in
            var graph = AgentGraph()
            graph.add("cited") { _ in AgentOutput("text", citations: [.init(source: "notes.md:3", quote: "words")]) }
            graph.add("number") { _ in 42 }
            graph.addWorker("bad", 1, fails: true)
            let answer = graph.add("answer") { context in
                let inputs = context.inputs
                let cited = inputs["cited"]?.value?.citations.first?.source ?? "none"
                return inputs.all.map { "\($0.name)=\($0.output)" } + [cited, "\(inputs["ghost"] == nil)"]
                    + inputs.available.map(\.name) + inputs.missing.map { "\($0.name): \($0.reason)" }
            }
            try graph.addDependency(of: "answer", on: "number")
            try graph.addDependency(of: "answer", on: "cited")
            try graph.addDependency(of: "answer", on: "bad", .wants)
            return await simulation.parallelExecutor().run(try graph.plan())[answer].value
        }
        #expect(
            lines == [
                "number=42", "cited=text", "bad=missing: failed", "notes.md:3", "true", "number", "cited",
                "bad: failed",
            ])
    }

    @Test func `an agent is asked its own prompt, else the text of the request`() throws {
        let texts = try simulate { simulation in
            var graph = AgentGraph()
            let a = graph.add("a") { $0.text }
            let b = graph.add("b") { $0.text }
            let request = AgentRequest("all", prompts: ["b": "only b"])
            let report = await simulation.parallelExecutor().run(try graph.plan(), request)
            return [report[a].value, report[b].value]
        }
        #expect(texts == ["all", "only b"])
    }
}
