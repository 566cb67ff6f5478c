import Testing
import TuttiCore
import TuttiJSON
import TuttiWorkflows

/// What a good file means.
@Suite struct WorkflowParsingTests {
    @Test func `every key at the top is read`() throws {
        let workflow = try Self.parse(
            """
            $schema: anything
            name: all
            description: Everything
            deadline: 3s
            reserve: 800ms
            maxParallel: 3
            startSpacing: 10ms
            failFast: true
            agents: { a: { kind: simulated, final: true } }
            """)
        var expected = Workflow(name: "all")
        expected.description = "Everything"
        expected.deadline = .seconds(3)
        expected.reserve = .milliseconds(800)
        expected.maximumParallel = 3
        expected.startSpacing = .milliseconds(10)
        expected.failsFast = true
        expected.agents = [WorkflowAgent("a", .simulated(.init()))]
        expected.agents[0].isFinal = true
        #expect(workflow == expected)
        #expect(workflow.warnings == [])
        var configuration = ParallelExecutor.Configuration(maximumParallel: 3, startSpacing: .milliseconds(10))
        configuration.reserve = .milliseconds(800)
        configuration.failsFast = true
        #expect(workflow.configuration == configuration)
    }

    @Test func `every key that all agents have is read`() throws {
        let agent = try Self.agent(
            """
            kind: memory
            description: Something
            needs: [x]
            wants: [y]
            quorum: { count: 1, of: [z] }
            final: true
            timeout: 4s
            retry: { maximumAttempts: 3, backoff: 100ms, maximumBackoff: 2s, attemptTimeout: 1s }
            hedge: { after: 200ms, maximumAttempts: 3 }
            fallback: { output: "nothing found" }
            sideEffects: none
            minimumBudget: 200ms
            cache: { ttl: 10m, maximumEntries: 5, staleWhileError: 1h }
            when: { y: present }
            map: { over: x, maxItems: 5, maxParallel: 2, minimum: all, join: lines }
            cost: 0.25
            """, among: "xyz")
        var expected = WorkflowAgent("a", .memory(.init()))
        expected.description = "Something"
        (expected.needs, expected.wants, expected.quorum) = (["x"], ["y"], .init(count: 1, of: ["z"]))
        expected.isFinal = true
        expected.timeout = .seconds(4)
        expected.retry = RetryPolicy(maximumAttempts: 3, backoff: .milliseconds(100))
        expected.retry.maximumBackoff = .seconds(2)
        expected.retry.attemptTimeout = .seconds(1)
        expected.hedge = .init(after: .fixed(.milliseconds(200)), maximumAttempts: 3)
        expected.fallback = "nothing found"
        expected.sideEffects = SideEffects.none
        expected.minimumBudget = .milliseconds(200)
        var cache = WorkflowAgent.Cache()
        (cache.policy, cache.maximumEntries) = (.init(timeToLive: .seconds(600), staleIfError: .seconds(3600)), 5)
        expected.cache = cache
        expected.condition = .input("y", .present)
        var map = MapPolicy(over: "x")
        (map.maximumItems, map.maximumParallel, map.minimum, map.joining) = (5, 2, nil, .lines)
        expected.map = map
        expected.expectedCost = 0.25
        #expect(agent == expected)
        #expect(agent.inputs == ["x", "y", "z"])
        let options = agent.options
        #expect(options.timeout == .seconds(4))
        #expect(options.retry == expected.retry)
        #expect(options.fallback as? AgentOutput == "nothing found")
        #expect(options.isFinal)
        #expect(options.hedging == expected.hedge)
        #expect(options.sideEffects == .none)
        #expect(options.minimumBudget == .milliseconds(200))
        #expect(options.condition != nil)
        #expect(options.expectedCost == 0.25)
    }

    @Test func `every key of a simulated agent is read`() throws {
        let agent = try Self.agent(
            """
            kind: simulated
            duration: { p50: 100ms, p95: 1s }
            output: "you asked: {{input}}"
            fails: no luck
            failures: 2
            ignoresCancellation: true
            spins: true
            blocksThread: false
            usage: { input: 10, output: 20 }
            """)
        var expected = WorkflowAgent.Simulated()
        expected.duration = .logNormal(p50: .milliseconds(100), p95: .seconds(1))
        expected.output = try Template("you asked: {{input}}")
        (expected.failure, expected.failures) = ("no luck", 2)
        (expected.ignoresCancellation, expected.misbehaviour) = (true, .spins)
        expected.usage = Usage(inputTokens: 10, outputTokens: 20)
        #expect(agent.kind == .simulated(expected))
        #expect(agent.options.expectedDuration == .milliseconds(100))
    }

    @Test func `the expected time of a list is its mean`() throws {
        let agent = try Self.agent("kind: simulated\nduration: [100ms, 200ms, 0]")
        #expect(agent.options.expectedDuration == .milliseconds(100))
    }

    @Test func `every key of the other kinds is read`() throws {
        var command = WorkflowAgent.Command()
        command.arguments = try [Template("grep"), Template("{{agents.x.output}}")]
        command.input = try Template("text")
        command.environment = ["LANG": "C", "N": "1"]
        (command.workingDirectory, command.maximumOutput) = ("/tmp", 10)
        let commandText = """
            kind: command
            needs: [x]
            run: [grep, "{{agents.x.output}}"]
            input: text
            env: { LANG: C, N: 1 }
            cwd: /tmp
            maximumOutput: 10
            """
        #expect(try Self.agent(commandText, among: "x").kind == .command(command))

        var llm = WorkflowAgent.LLM()
        (llm.prompt, llm.system) = try (Template("Why?"), Template("Be brief."))
        (llm.model, llm.maximumTokens, llm.temperature) = ("openai:small", 100, 0.5)
        let llmText =
            "kind: llm\nprompt: Why?\nsystem: Be brief.\nmodel: openai:small\nmaxTokens: 100\ntemperature: 0.5"
        #expect(try Self.agent(llmText).kind == .llm(llm))

        var memory = WorkflowAgent.Memory()
        (memory.query, memory.limit) = (try Template("{{input}} today"), 3)
        #expect(try Self.agent("kind: memory\nquery: \"{{input}} today\"\nlimit: 3").kind == .memory(memory))

        var documents = WorkflowAgent.Documents()
        documents.path = "notes"
        #expect(try Self.agent("kind: documents\npath: notes").kind == .documents(documents))
    }

    @Test func `a tool is given JSON values, with a template in place of each text`() throws {
        let text = """
            kind: mcp
            server: { command: todo, args: [--stdio], env: { DEBUG: no } }
            tool: search
            arguments:
              query: "{{input}}"
              limit: 5
              share: 1.5
              all: true
              country: no
              version: "1.0"
              since: ~
              tags: [a, 1]
            """
        var expected = WorkflowAgent.MCP()
        expected.server = .started(command: "todo", arguments: ["--stdio"], environment: ["DEBUG": "no"])
        expected.tool = "search"
        expected.arguments = try .object([
            .init("query", .text(Template("{{input}}"))), .init("limit", .constant(5)), .init("share", .constant(1.5)),
            .init("all", .constant(true)), .init("country", .text(Template("no"))),
            .init("version", .text(Template("1.0"))), .init("since", .constant(nil)),
            .init("tags", .array([.text(Template("a")), .constant(1)])),
        ])
        #expect(try Self.agent(text).kind == .mcp(expected))
        let named = try Self.agent("kind: mcp\nserver: todo\ntool: list").kind
        guard case .mcp(let call) = named else { throw UnexpectedAgent(name: "\(named)") }
        #expect(call.server == .named("todo"))
        #expect(call.arguments == .object([]))
    }

    @Test func `JSON means the same as YAML`() throws {
        let json = """
            {"name": "w", "deadline": "3s", "agents": {
              "a": {"kind": "simulated", "duration": ["1s", "0"], "output": "\\u00e4 {{input}}"},
              "b": {"kind": "llm", "needs": ["a"], "prompt": "{{agents.a.output}}", "maxTokens": 5}}}
            """
        let yaml = """
            name: w
            deadline: 3s
            agents:
              a: { kind: simulated, duration: [1s, 0], output: "ä {{input}}" }
              b:
                kind: llm
                needs: [a]
                prompt: "{{agents.a.output}}"
                maxTokens: 5
            """
        #expect(try Workflow(parsing: json, file: "w.json") == Self.parse(yaml))
    }

    @Test(arguments: ["no", "on", "NO", "1.0", "0x1F", "12:30", "2026-01-02", "true", "nullable"])
    func `a text without quotes is taken as it stands`(_ text: String) throws {
        guard case .simulated(let simulated) = try Self.agent("kind: simulated\noutput: \(text)").kind else {
            throw UnexpectedAgent(name: text)
        }
        #expect(simulated.output?.source == text)
    }

    @Test func `indicators inside of texts are texts`() throws {
        let agent = try Self.agent(
            """
            kind: llm
            system: Tom & Jerry *really* said "!" [sic] and it's {fine}
            prompt: |
              *bold* and &amp; and !important
              - [ ] a list, {{input}} and { "json": [1, 2] }
              ]]]]]] # no comment
            model: it is
              &still the same text
            description: "a # b: [c"
            """)
        guard case .llm(let llm) = agent.kind else { throw UnexpectedAgent(name: "\(agent.kind)") }
        #expect(llm.system?.source == "Tom & Jerry *really* said \"!\" [sic] and it's {fine}")
        #expect(llm.prompt.source.hasPrefix("*bold* and &amp; and !important\n- [ ] a list, {{input}} and { \"json\""))
        #expect(llm.model == "it is &still the same text")
        #expect(agent.description == "a # b: [c")
    }

    @Test func `agents keep the order of the file, and the name of the file stands in for a missing one`() throws {
        let text = "agents: { z: {kind: simulated}, a: {kind: simulated}, m: {kind: simulated} }"
        let workflow = try Workflow(parsing: text, file: "folder/daily.check.yml")
        #expect(workflow.agents.map(\.name) == ["z", "a", "m"])
        #expect(workflow.name == "daily.check")
    }

    @Test func `a byte order mark and Windows line ends do no harm`() throws {
        let text = "\u{FEFF}agents:\r\n  a:\r\n    kind: simulated\r\n    output: x\r\n"
        #expect(try Self.parse(text).agents.count == 1)
    }

    @Test func `what has no effect is a warning of the workflow and of the plan`() throws {
        let text = "reserve: 1s\nagents: { a: { kind: simulated, hedge: { after: p95 } } }"
        let workflow = try Self.parse(text)
        #expect(workflow.agents[0].hedge == .init())
        let warnings = ["reserve has no effect: no agent is final"]
        #expect(workflow.warnings == warnings)
        #expect(try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }.warnings == warnings)
    }

    @Test func `a final agent may need another final agent`() throws {
        let text = "agents: { a: { kind: simulated, final: true }, b: { kind: simulated, final: true, needs: [a] } }"
        #expect(try Self.parse(text).agents[1].needs == ["a"])
    }

    static func parse(_ text: String) throws -> Workflow { try Workflow(parsing: text, file: "w.yaml") }

    /// The agent `a` with these lines, among others that do nothing.
    static func agent(_ lines: String, among others: String = "") throws -> WorkflowAgent {
        let body = lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
        let rest = others.map { "  \($0): { kind: simulated }\n" }.joined()
        return try #require(try Self.parse("agents:\n  a:\n\(body)\(rest)")["a"])
    }
}
