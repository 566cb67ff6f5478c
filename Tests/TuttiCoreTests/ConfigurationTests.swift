import Testing
import TuttiCore
import TuttiTesting

/// Values of a configuration that cannot be meant, and values beyond all measure.
@Suite struct ConfigurationTests {
    private static func run(
        _ configuration: ParallelExecutor.Configuration, within limit: Duration? = nil
    ) throws -> RunReport {
        try simulate { simulation in
            var graph = AgentGraph()
            for name in ["a", "b"] { graph.addWorker(name, 100) }
            return await simulation.parallelExecutor(configuration).run(try graph.plan(), within: limit)
        }
    }

    private static func changed(
        _ change: (inout ParallelExecutor.Configuration) -> Void
    ) -> ParallelExecutor.Configuration {
        var configuration = ParallelExecutor.Configuration()
        change(&configuration)
        return configuration
    }

    @Test func `what cannot be meant is ignored, and said`() throws {
        let cases: [(ParallelExecutor.Configuration, String)] = [
            (Self.changed { $0.maximumParallel = 0 }, "a maximumParallel of 0 is ignored"),
            (Self.changed { $0.maximumParallel = -3 }, "a maximumParallel of -3 is ignored"),
            (Self.changed { $0.timeout = .zero }, "the executor's timeout of 0 ms is ignored"),
            (Self.changed { $0.timeout = .seconds(-1) }, "the executor's timeout of -1 s is ignored"),
            (Self.changed { $0.startSpacing = .seconds(-1) }, "a negative startSpacing is ignored"),
            (Self.changed { $0.reserve = .seconds(-1) }, "a negative reserve is ignored"),
        ]
        for (configuration, warning) in cases {
            let report = try Self.run(configuration, within: .seconds(1))
            #expect(report.warnings == [warning])
            #expect(report.status == .complete)
            #expect(report.wallTime == .milliseconds(100))
        }
    }

    @Test func `all of them at once are all said`() throws {
        let report = try Self.run(
            Self.changed {
                $0.maximumParallel = 0
                $0.timeout = .zero
                $0.startSpacing = .seconds(-1)
                $0.reserve = .seconds(-1)
            })
        #expect(report.warnings.count == 4)
        #expect(report.status == .complete)
    }

    @Test func `capacities below what is possible keep what must be kept`() throws {
        let configuration = Self.changed {
            $0.eventCapacity = -1
            $0.historyCapacity = -1
        }
        let (events, metrics) = try simulate { simulation in
            var graph = AgentGraph()
            graph.addWorker("a", 1)
            let executor = simulation.parallelExecutor(configuration)
            let run = executor.start(try graph.plan())
            _ = await run.report()
            return (await run.allEvents(), executor.metrics)
        }
        #expect(events.map(\.kind) == [.gap(missed: 4), .runFinished(status: .complete)])
        #expect(metrics.executions == 1)
        #expect(metrics.history.isEmpty)
    }

    @Test func `durations beyond all measure are as good as none`() throws {
        let (endless, past) = (Duration.seconds(Int64.max), Duration.seconds(Int64.min))
        let cases = [
            Self.changed { $0.timeout = endless }, Self.changed { $0.stoppingGrace = endless },
            Self.changed { $0.stoppingGrace = past },
        ]
        for configuration in cases {
            for limit in [nil, endless, .seconds(1)] {
                let report = try Self.run(configuration, within: limit)
                #expect(report.status == .complete)
                #expect(report.wallTime == .milliseconds(100))
            }
        }
        let report = try Self.run(.init(), within: past)
        #expect(report.status == .nothing)
        #expect(report.wallTime == .zero)
        let reserved = try Self.run(Self.changed { $0.reserve = endless }, within: endless)
        #expect(reserved.status == .complete)
    }

    @Test func `a server that asks for a wait without end gets none`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry.maximumAttempts = 3
            graph.add("a", options: options) { _ in throw TestFailure(retryAfter: .seconds(Int64.max)) }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["a"]?.state == .failed)
        #expect(report["a"]?.attempts == 1)
        #expect(report.wallTime == .zero)
    }

    @Test func `a server that asks to come back in the past is not waited for`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            graph.add("a", options: options) { context in
                if context.attempt == 1 { throw TestFailure(retryAfter: .seconds(Int64.min)) }
            }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["a"]?.state == .succeeded)
        #expect(report.wallTime == .zero)
    }
}
