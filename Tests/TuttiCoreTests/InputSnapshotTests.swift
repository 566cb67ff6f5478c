import Testing
import TuttiCore
import TuttiTesting

/// An agent that can do without an input sees its inputs as they were when its attempt began.
@Suite struct InputSnapshotTests {
    private static func missing(_ context: AgentContext) -> String {
        context.inputs.all.map { "\($0.name)=\($0.output)" }.joined(separator: " ")
    }

    @Test func `quorum: a result that comes while the agent runs is not seen by it, but by its next attempt`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.addWorker("early", 100)
            graph.addWorker("late", 200)
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            graph.add("answer", options: options) { context in
                let before = Self.missing(context)
                try await context.time.sleep(for: .milliseconds(300))
                let after = Self.missing(context)
                if context.attempt == 1 { throw TestFailure("\(before); \(after)") }
                return after
            }
            try graph.addQuorum(of: "answer", count: 1, from: ["early", "late"])
            let run = simulation.parallelExecutor().start(try graph.plan())
            let errors = await run.allEvents().compactMap { event -> String? in
                guard case .attemptFailed(_, _, let error, _) = event.kind else { return nil }
                return error
            }
            #expect(
                errors == ["early=early late=missing: not ready in time; early=early late=missing: not ready in time"])
            return await run.report()
        }
        #expect(report["answer"]?.output == "early=early late=late")
        #expect(report["answer"]?.start == .milliseconds(100))
        #expect(report["answer"]?.missingInputs.map(\.name) == ["late"])
    }

    @Test func `wants: what a final agent did without at the cut-off stays missing for it`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.isFinal = true
            graph.addWorker("other answer", 900, options: options)
            graph.addWorker("failed", 100, fails: true)
            graph.addWorker("slow", 5000)
            graph.add("answer", options: options) { context in
                try await context.time.sleep(for: .milliseconds(300))
                return Self.missing(context)
            }
            for name in ["other answer", "failed", "slow"] {
                try graph.addDependency(of: "answer", on: name, .wants)
            }
            var configuration = ParallelExecutor.Configuration()
            configuration.reserve = .milliseconds(400)
            return await simulation.parallelExecutor(configuration).run(try graph.plan(), within: .milliseconds(1200))
        }
        #expect(report["other answer"]?.end == .milliseconds(900))
        #expect(report["answer"]?.start == .milliseconds(800))
        #expect(
            report["answer"]?.output
                == "other answer=missing: not ready in time failed=missing: failed slow=missing: timed out")
    }

    @Test func `a condition sees the same as the agent after it`() throws {
        let seen = try simulate { simulation in
            let seen = Lock<[String]>([])
            var graph = AgentGraph()
            graph.addWorker("early", 100)
            graph.addWorker("late", 200)
            var options = AgentOptions()
            options.condition = { inputs in
                seen.withLock { $0.append("\(inputs.available.map(\.name)) \(inputs.missing.map(\.name))") }
                return true
            }
            graph.add("answer", options: options) { context in
                let inputs = context.inputs
                seen.withLock { $0.append("\(inputs.available.map(\.name)) \(inputs.missing.map(\.name))") }
            }
            try graph.addQuorum(of: "answer", count: 1, from: ["early", "late"])
            _ = await simulation.parallelExecutor().run(try graph.plan())
            return seen.withLock { $0 }
        }
        #expect(seen == Array(repeating: "[\"early\"] [\"late\"]", count: 2))
    }
}
