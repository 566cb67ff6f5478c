import Testing
import TuttiCore
import TuttiTesting

/// Runs in which one agent chooses among others, in virtual time.
@Suite struct ChoosingRunTests {
    /// An agent that chooses, dismisses and waits as it was told to.
    private struct Router: Agent {
        enum Step: Sendable {
            case wait(Duration)
            case choose(String, after: [String], isSpeculative: Bool = false)
            case dismiss(String)
            case fail
        }

        struct Lost: Error {}

        var steps: [Step]

        func run(_ context: AgentContext) async throws -> AgentOutput {
            for step in self.steps {
                switch step {
                case .wait(let duration): try await context.sleep(for: duration)
                case .choose(let agent, let others, let isSpeculative):
                    context.choose(agent, after: others, isSpeculative: isSpeculative)
                case .dismiss(let agent): context.dismiss(agent)
                case .fail: throw Lost()
                }
            }
            return "chosen"
        }
    }

    @Test func `an agent sees the results of those it was chosen to come after, and not who chose it`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.add(
                "router",
                Router(steps: [.choose("a", after: []), .choose("b", after: ["a"]), .wait(.milliseconds(50))]))
            graph.add("a", ScriptedAgent("found", after: .milliseconds(10)))
            graph.add("b") { context in context.inputs.all.map { "\($0.name)=\($0.output)" }.joined(separator: ",") }
            graph.add("c", ScriptedAgent("never"))
            for name in ["a", "b", "c"] { try graph.addDependency(of: name, on: "router", .choice) }
            return try await simulation.run(graph)
        }
        #expect(report["b"]?.output == "a=found")
        #expect(report["b"]?.start == .milliseconds(10))
        #expect(report["c"]?.skipReason == .notChosen(by: "router"))
        #expect(report.status == .complete)
        #expect(report.criticalPath == .milliseconds(50))
    }

    @Test func `a second attempt of who chooses goes on where the first one failed`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            graph.add("router", options: options) { context in
                context.choose(context.attempt == 1 ? "a" : "b")
                if context.attempt == 1 { throw Router.Lost() }
            }
            for name in ["a", "b"] {
                graph.add(name, ScriptedAgent("found", after: .milliseconds(10)))
                try graph.addDependency(of: name, on: "router", .choice)
            }
            return try await simulation.run(graph)
        }
        #expect(report.successful.map(\.name) == ["router", "a", "b"])
    }

    /// An agent whose first attempts fail.
    private struct Worker: Agent {
        var latency: Duration
        var failures: Int

        func run(_ context: AgentContext) async throws -> AgentOutput {
            try await context.sleep(for: self.latency)
            if context.attempt <= self.failures { throw Router.Lost() }
            return AgentOutput(context.inputs.all.map { "\($0.name): \($0.output)" }.joined(separator: ", "))
        }
    }

    /// What chance makes of a run: who chooses what when, how long everybody takes, whether and when it is cut.
    ///
    /// Any agent may be retried, hedged, or stood in for, the one that chooses too; others need some of those that are
    /// chosen, or the first of them.
    private struct Scene {
        static let names = ["a", "b", "c", "d", "e"]
        /// Whether 'e' wants 'd', so that 'd' cannot be chosen to come after it.
        var isCircular = false
        var options: [String: AgentOptions] = [:]
        var steps: [Router.Step] = []
        var latencies: [String: Duration] = [:]
        var failures: [String: Int] = [:]
        var hanging: Set<String> = []
        var deadline: Duration?
        var maximumParallel: Int?
        var failsFast = false

        init(seed: UInt64) {
            var generator = SeededRandomNumberGenerator(seed: seed)
            func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
            for _ in 0..<number(0...9) {
                let name = Self.names[number(0...4)]
                switch number(0...9) {
                case 0...4:
                    self.steps.append(
                        .choose(
                            name, after: Self.names.filter { _ in number(0...3) == 0 },
                            isSpeculative: number(0...2) == 0))
                case 5...6: self.steps.append(.dismiss(name))
                case 7 where number(0...4) == 0: self.steps.append(.fail)
                default: self.steps.append(.wait(.milliseconds(number(0...40))))
                }
            }
            for name in Self.names {
                self.latencies[name] = .milliseconds(number(0...60))
                if number(0...3) == 0 { self.failures[name] = number(1...3) }
                if number(0...9) == 0 { self.hanging.insert(name) }
            }
            self.deadline = number(0...2) == 0 && self.hanging.isEmpty ? nil : .milliseconds(number(5...200))
            self.maximumParallel = number(0...1) == 0 ? nil : number(1...3)
            self.isCircular = number(0...1) == 0
            self.failsFast = number(0...5) == 0
            for name in Self.names + ["router"] {
                var options = AgentOptions()
                if number(0...2) == 0 {
                    options.retry = RetryPolicy(
                        maximumAttempts: number(2...3), backoff: .milliseconds(number(0...10)))
                }
                if number(0...2) == 0 {
                    options.sideEffects = .none
                    options.hedging = HedgingPolicy(after: .fixed(.milliseconds(number(1...30))))
                }
                if number(0...4) == 0 { options.fallback = AgentOutput("instead") }
                if number(0...4) == 0 { options.fallbackAgent = ScriptedAgent("stood in", after: .milliseconds(3)) }
                self.options[name] = options
            }
        }

        func graph() throws -> AgentGraph {
            var graph = AgentGraph("choice")
            graph.add("router", Router(steps: self.steps), options: self.options["router"] ?? .init())
            for name in Self.names {
                let latency = self.hanging.contains(name) ? Duration.seconds(1_000) : self.latencies[name] ?? .zero
                graph.add(
                    name, Worker(latency: latency, failures: self.failures[name] ?? 0),
                    options: self.options[name] ?? .init())
                try graph.addDependency(of: name, on: "router", .choice)
                try graph.addDependency(of: "answer", on: name, .wants)
            }
            if self.isCircular { try graph.addDependency(of: "e", on: "d", .wants) }
            graph.add("some", Worker(latency: .milliseconds(5), failures: 0))
            try graph.addQuorum(of: "some", count: 2, from: ["a", "b", "c"])
            graph.add("first", Worker(latency: .milliseconds(5), failures: 0))
            try graph.addRace(of: "first", from: ["c", "d"])
            for name in ["some", "first"] { try graph.addDependency(of: "answer", on: name, .wants) }
            var options = AgentOptions()
            options.isFinal = true
            options.expectedDuration = .milliseconds(3)
            graph.add("answer", ScriptedAgent("answer", after: .milliseconds(2)), options: options)
            try graph.addDependency(of: "answer", on: "router", .wants)
            return graph
        }
    }

    @Test func `whatever is chosen when, nobody starts unasked, everybody ends, and the run is on time`() throws {
        var begun = 0
        var (waited, hedged, dismissed) = (0, 0, 0)
        for seed in UInt64(0)..<4_000 {
            let scene = Scene(seed: seed)
            let recorder = EventRecorder()
            let report = try simulate(seed: seed) { simulation in
                var configuration = ParallelExecutor.Configuration(maximumParallel: scene.maximumParallel)
                configuration.failsFast = scene.failsFast
                return try await simulation.run(
                    scene.graph(), within: scene.deadline, configuration, recorder: recorder)
            }
            if let deadline = scene.deadline { #expect(report.wallTime <= deadline + .milliseconds(1), "seed \(seed)") }
            var chosen: [String: (time: Duration, after: [String])] = [:]
            for event in recorder.events {
                switch event.kind {
                case .agentChosen(let agent, "router", _):
                    guard chosen[agent] == nil else { continue }
                    let others =
                        scene.steps.lazy.compactMap { step -> [String]? in
                            guard case .choose(agent, let others, _) = step else { return nil }
                            return others
                        }.first ?? []
                    // Only who was chosen before is waited for, and nobody who waits for the agent.
                    let isWaitedFor = agent == "d" && scene.isCircular
                    chosen[agent] = (event.time, isWaitedFor ? [] : others.filter { chosen[$0] != nil })
                case .agentStarted(let agent, _, _) where Scene.names.contains(agent):
                    begun += 1
                    guard let choice = chosen[agent] else {
                        Issue.record("seed \(seed): \(agent) starts unasked")
                        continue
                    }
                    for other in choice.after {
                        let end = try #require(report[other]).end
                        waited += 1
                        #expect(end <= event.time, "seed \(seed): \(agent) does not wait for \(other)")
                    }
                default: break
                }
            }
            for name in Scene.names where chosen[name] == nil {
                #expect(report[name]?.start == nil, "seed \(seed)")
                let isCancelled = scene.failsFast && report[name]?.state == .cancelled
                #expect(report[name]?.state == .skipped || isCancelled, "seed \(seed)")
            }
            #expect(report.agents.count == 9)
            var reducer = RunReducer(plan: try scene.graph().plan(), run: report.run)
            for event in recorder.events { reducer.apply(event) }
            let fold = reducer.report
            #expect(fold.agents == report.agents, "seed \(seed)")
            #expect(fold.status == report.status && fold.wallTime == report.wallTime, "seed \(seed)")
            #expect(fold.warnings == report.warnings && fold.eventCount == report.eventCount, "seed \(seed)")
            #expect(fold.maximumConcurrency == report.maximumConcurrency, "seed \(seed)")
            hedged += recorder.events.count { if case .hedgeStarted = $0.kind { true } else { false } }
            dismissed += report.agents.count { $0.state == .cancelled && $0.skipReason == .notChosen(by: "router") }
        }
        #expect(begun > 3_000)
        #expect(waited > 500)
        #expect(hedged > 500)
        #expect(dismissed > 50)
    }
}
