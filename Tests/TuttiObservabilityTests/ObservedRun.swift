import TuttiCore
import TuttiTesting

/// A run in which much happens, its events and its report.
struct ObservedRun: Sendable {
    var report: RunReport
    var events: [RunEvent]
    var plan: ExecutionPlan

    /// `flaky` fails once; `slow` is joined by a hedge; `deaf` is abandoned, and its result comes late; `lost` fails, so
    /// `heir` is skipped; `answer` speaks.
    static func eventful() throws -> ObservedRun {
        try simulate(seed: 1) { simulation in
            var graph = AgentGraph("eventful")
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .milliseconds(10))
            graph.add(
                "flaky", options: options,
                ScriptedAgent<String>(attempts: .fails("busy", after: .milliseconds(20)), Self.paying).body)
            options = AgentOptions()
            options.sideEffects = .none
            options.hedging = HedgingPolicy(after: .fixed(.milliseconds(50)))
            graph.add(
                "slow", options: options,
                ScriptedAgent<String>(
                    attempts: .returns("late", after: .seconds(2)), .returns("quick", after: .milliseconds(10))
                ).body)
            graph.add(
                "deaf", timeout: .milliseconds(100),
                ScriptedAgent<String>(
                    attempts: .returns("too late", after: .milliseconds(300), ignoringCancellation: true)
                ).body)
            graph.add("lost", ScriptedAgent<String>(attempts: .fails("gone", isRetryable: false)).body)
            graph.add("heir") { _ in "never" }
            options = AgentOptions()
            options.isFinal = true
            graph.add("answer", options: options) { context in
                context.yield("Take a ")
                try await context.sleep(for: .milliseconds(500))
                context.yield("walk.")
                return "Take a walk."
            }
            try graph.addDependency(of: "heir", on: "lost")
            try graph.addDependency(of: "answer", on: "flaky", .wants)
            try graph.addDependency(of: "answer", on: "slow", .wants)
            let recorder = EventRecorder()
            let plan = try graph.plan()
            let report = await simulation.run(plan, "secret question", within: .seconds(3), recorder: recorder)
            return ObservedRun(report: report, events: recorder.events, plan: plan)
        }
    }

    private static var paying: ScriptedAgent<String>.Attempt {
        .returns("found", after: .milliseconds(5)).using(
            Usage(inputTokens: 120, outputTokens: 30, costUSD: 0.000_25))
    }
}
