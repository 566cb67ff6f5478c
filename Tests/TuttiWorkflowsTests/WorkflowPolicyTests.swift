import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

/// What a file says about races, maps, fallbacks and times, and what the runtime makes of it.
@Suite struct WorkflowPolicyTests {
    private static func run(
        _ text: String, within deadline: Duration? = nil, _ agents: [String: any Agent] = [:]
    ) throws -> RunReport {
        let workflow = try WorkflowParsingTests.parse(text)
        return try simulate { simulation in
            let plan = try workflow.makePlan(time: simulation.clock) { declaration in
                guard let agent = agents[declaration.name] else { throw UnexpectedAgent(name: declaration.name) }
                return agent
            }
            return await simulation.run(
                plan, "today", within: deadline ?? workflow.deadline, workflow.configuration)
        }
    }

    /// Gives its name and what it is asked.
    private struct Named: Agent {
        let text: String
        var fails = false

        func run(_ context: AgentContext) async throws -> AgentOutput {
            if self.fails { throw UnexpectedAgent(name: "no luck") }
            return AgentOutput("\(self.text) \(context.item?.text ?? context.text)")
        }
    }

    // MARK: Races

    @Test func `the first of several is enough, and the others are stopped`() throws {
        let report = try Self.run(
            """
            agents:
              fast: { kind: simulated, duration: 1s, output: fast }
              slow: { kind: simulated, duration: 9s, output: slow }
              broken: { kind: simulated, fails: no }
              answer: { kind: simulated, firstOf: [slow, fast, broken], output: "{{agents.fast.output}}{{agents.slow.output}}" }
            """)
        #expect(report.output == "fast" && report.wallTime < .milliseconds(1100))
        #expect(report["slow"]?.state == .cancelled)
    }

    @Test func `a race is over when all have failed`() throws {
        let report = try Self.run(
            """
            agents:
              a: { kind: simulated, fails: no }
              b: { kind: simulated, fails: no }
              answer: { kind: simulated, firstOf: [a, b] }
            """)
        #expect(report["answer"]?.state == .skipped && report.status == .failed)
    }

    // MARK: Maps

    @Test func `an agent is asked once for each item, with the item and its place in its templates`() throws {
        let report = try Self.run(
            """
            agents:
              list: { kind: simulated, output: "- milk\\n- bread" }
              extra: { kind: simulated, output: please }
              each:
                kind: simulated
                needs: [extra]
                map: { over: list, maxParallel: 1, join: lines }
                duration: 1s
                output: "{{index}}: buy {{item}} {{input}}, {{agents.extra.output}}"
            """)
        #expect(report.output == "0: buy milk today, please\n1: buy bread today, please")
        #expect(report.wallTime == .seconds(2))
    }

    @Test func `a list that is named nowhere else is needed`() throws {
        let text = "agents: { a: { kind: simulated }, b: { kind: simulated, KEY: [a], map: { over: a } } }"
        for (key, needs) in [("description", ["a"]), ("needs", ["a"]), ("wants", [])] {
            let text =
                key == "description" ? text.replacing("KEY: [a]", with: "cost: 1") : text.replacing("KEY", with: key)
            #expect(try WorkflowParsingTests.parse(text)["b"]?.needs == needs, "\(key)")
        }
        let short = try WorkflowParsingTests.parse("agents: { a: { kind: simulated }, b: { kind: simulated, map: a } }")
        #expect(short["b"]?.map == MapPolicy(over: "a"))
    }

    @Test func `attempts and fallbacks are those of each item, the timeout is that of all`() throws {
        let report = try Self.run(
            """
            agents:
              list: { kind: simulated, output: "a\\nb\\nc" }
              retried: { kind: simulated, map: list, failures: 1, retry: { maximumAttempts: 2, backoff: 0 }, output: "{{item}}" }
              standing: { kind: simulated, map: list, fails: no, fallback: { kind: simulated, output: "not {{item}}" } }
              late: { kind: simulated, map: list, duration: [1s, 9s, 1s], timeout: 2s, output: "{{item}}" }
            """)
        #expect(report["retried"]?.output == #"["a","b","c"]"# && report["retried"]?.attempts == 1)
        #expect(report["standing"]?.output == #"["not a","not b","not c"]"#)
        #expect(report["late"]?.output == #"["a",null,"c"]"#)
        #expect(report.wallTime <= .seconds(2))
    }

    @Test func `a map may be over what is wanted, and fails when it is missing`() throws {
        let report = try Self.run(
            """
            agents:
              list: { kind: simulated, fails: no }
              each: { kind: simulated, wants: [list], map: list }
            """)
        #expect(report["each"]?.error == "maps over 'list', whose output is missing: failed")
    }

    // MARK: Fallbacks

    @Test func `another agent stands in, then a text`() throws {
        let text = """
            agents:
              a: { kind: memory, fallback: { kind: documents, path: notes, output: nothing } }
            """
        let memory = Named(text: "memory", fails: true)
        let found = try Self.run(text, ["a": memory, "a/fallback": Named(text: "notes")])
        #expect(found["a"]?.output == "notes today" && found.status == .complete)
        let lost = try Self.run(text, ["a": memory, "a/fallback": Named(text: "notes", fails: true)])
        #expect(lost["a"]?.output == "nothing" && lost["a"]?.isFallback == true)
    }

    @Test func `another model is asked the same`() throws {
        let agent = try WorkflowParsingTests.agent(
            """
            fallback: { model: small, output: sorry }
            kind: llm
            prompt: Why {{input}}?
            system: Be brief.
            model: large
            maxTokens: 100
            """)
        guard case .llm(let first) = agent.kind, case .llm(var second) = agent.fallbackKind else {
            throw UnexpectedAgent(name: "a")
        }
        #expect(first.model == "large" && second.model == "small" && agent.fallback == "sorry")
        second.model = "large"
        #expect(first == second)
    }

    @Test func `a simulated agent that stands in has its own output`() throws {
        let report = try Self.run(
            "agents: { a: { kind: simulated, fails: no, fallback: { kind: simulated, output: '{{input}}', duration: 1s } } }"
        )
        #expect(report.output == "today" && report.wallTime == .seconds(1) && report["a"]?.isFallback == false)
    }

    // MARK: Caches

    @Test func `a result is given again while it is fresh, of each item of a map for itself`() throws {
        let workflow = try WorkflowParsingTests.parse(
            """
            agents:
              list: { kind: simulated, output: "a\\nb" }
              one: { kind: simulated, duration: [1s, 2s, 3s], cache: { ttl: 20s }, output: one }
              each: { kind: simulated, duration: 5s, map: list, cache: { ttl: 1h, staleWhileError: 0 }, output: "{{item}}" }
            """)
        let durations = try simulate { simulation in
            let plan = try workflow.makePlan(time: simulation.clock) { throw UnexpectedAgent(name: $0.name) }
            var durations: [[Duration]] = []
            for _ in 0..<3 {
                let report = await simulation.run(plan, "today")
                #expect(report.status == .complete && report["each"]?.output == #"["a","b"]"#)
                durations.append(["one", "each"].map { report[$0]?.duration ?? .zero })
                try await simulation.clock.sleep(for: .seconds(10))
            }
            return durations
        }
        // The first run ends after 5 s, so they begin after 0, 15 and 25 s.
        #expect(durations == [[.seconds(1), .seconds(5)], [.zero, .zero], [.seconds(2), .zero]])
    }

    @Test func `an old result stands in when the agent fails`() throws {
        let workflow = try WorkflowParsingTests.parse(
            "agents: { a: { kind: memory, cache: { ttl: 1s, staleWhileError: 1m } } }")
        let outputs = try simulate { simulation in
            let plan = try workflow.makePlan(time: simulation.clock) { _ in OnlyOnce() }
            var outputs: [String?] = []
            for pause in [Duration.seconds(30), .seconds(60), .zero] {
                outputs.append(await simulation.run(plan, "today").output)
                try await simulation.clock.sleep(for: pause)
            }
            return outputs
        }
        #expect(outputs == ["once", "once", nil])
    }

    /// Answers when it is asked for the first time, and then never again.
    private struct OnlyOnce: Agent {
        private let asked = Lock(false)

        func run(_ context: AgentContext) async throws -> AgentOutput {
            let isFirst = self.asked.withLock { asked in
                defer { asked = true }
                return !asked
            }
            guard isFirst else { throw UnexpectedAgent(name: context.agent) }
            return "once"
        }
    }

    // MARK: Side effects, times

    @Test func `what kinds usually do outside`() throws {
        let text = """
            agents:
              simulated: { kind: simulated }
              llm: { kind: llm, prompt: x }
              memory: { kind: memory }
              documents: { kind: documents, path: x }
              command: { kind: command, run: [ls] }
              mcp: { kind: mcp, server: x, tool: y }
              stated: { kind: command, run: [ls], sideEffects: none }
              worse: { kind: llm, prompt: x, sideEffects: external }
            """
        let agents = try WorkflowParsingTests.parse(text).agents
        let effects = Dictionary(uniqueKeysWithValues: agents.map { ($0.name, $0.options.sideEffects) })
        #expect(
            effects == [
                "simulated": .none, "llm": .none, "memory": .none, "documents": .none, "command": .external,
                "mcp": .external, "stated": .none, "worse": .external,
            ])
    }

    @Test func `a timeout is a time, is learned, or is learned in another way`() throws {
        let agents = try WorkflowParsingTests.parse(
            """
            agents:
              fixed: { kind: simulated, timeout: 2s }
              learned: { kind: simulated, timeout: auto }
              tuned: { kind: simulated, timeout: { factor: 2, maximum: 5s } }
            """
        ).agents
        var tuned = LearnedTimeout()
        (tuned.factor, tuned.maximum) = (2, .seconds(5))
        #expect(agents.map(\.timeout) == [.seconds(2), nil, nil])
        #expect(agents.map(\.options.learnedTimeout) == [nil, LearnedTimeout(), tuned])
    }

    @Test func `an automatic reserve is none of its own`() throws {
        #expect(try WorkflowParsingTests.parse("reserve: auto\nagents: { a: { kind: simulated } }").reserve == nil)
    }

    @Test func `an agent with too little time left is not started`() throws {
        let report = try Self.run(
            """
            deadline: 2s
            agents:
              a: { kind: simulated, duration: 1s }
              b: { kind: simulated, needs: [a], duration: 1ms, minimumBudget: 1500ms }
            """)
        #expect(report["b"]?.skipReason == .time)
    }
}
