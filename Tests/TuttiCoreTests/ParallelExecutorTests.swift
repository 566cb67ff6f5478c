import Testing
import TuttiCore
import TuttiTesting

private struct Refused: Error, CustomStringConvertible {
    var description: String { "refused" }
}

extension AgentGraph {
    /// Adds an agent that sleeps in virtual time.
    @discardableResult
    fileprivate mutating func addSleeper(
        _ name: String, _ duration: Duration, timeout: Duration? = nil, ignoresCancellation: Bool = false
    ) -> Node<String> {
        self.add(name, timeout: timeout) { context in
            let end = context.time.now + duration
            while context.time.now < end {
                do { try await context.time.sleep(until: end) } catch { if !ignoresCancellation { throw error } }
                // A cancelled sleep returns at once: an agent that ignores it would spin, so it waits uncancelled.
                if Task.isCancelled { await context.time.sleepUncancelled(until: end) }
            }
            return name
        }
    }
}

extension TimeSource {
    fileprivate func sleepUncancelled(until instant: Duration) async {
        await withCheckedContinuation { continuation in
            _ = self.schedule(at: max(instant, self.now)) { continuation.resume() }
        }
    }
}

@Suite struct ParallelExecutorTests {
    @Test func `independent agents take the time of the slowest, not the sum`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph("independent")
            for (name, time) in [("memory", 500), ("mcp", 300), ("personal", 400)] {
                graph.addSleeper(name, .milliseconds(time))
            }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report.status == .complete)
        #expect(report.wallTime == .milliseconds(500))
        #expect(report.sequentialTime == .milliseconds(1200))
        #expect(report.speedup == 2.4)
        #expect(report.maximumConcurrency == 3)
    }

    @Test func `a typed dependent gets the results of the agents it names, and starts when they have ended`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            let number = graph.add("number") { _ in 20 }
            let word = graph.add("word", options: .init()) { context -> String in
                try await context.time.sleep(for: .seconds(1))
                throw Refused()
            }
            let sum = graph.add("sum", after: number, word.ifAvailable) { context, number, word in
                "\(number + 1) at \(context.time.now.shortText), word \(word)"
            }
            let report = await simulation.parallelExecutor().run(try graph.plan())
            #expect(report[sum].value == "21 at 1 s, word missing: failed")
            #expect(report[number].value == 20)
            #expect(report[word].missingReason == .failed)
            return report
        }
        #expect(report.status == .partial)
        #expect(report["word"]?.error == "refused")
        #expect(report["sum"]?.missingInputs.map(\.name) == ["word"])
    }

    @Test func `no barrier holds a fast branch back`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph("ragged")
            let times = ["A": 100, "B": 900, "C": 900, "D": 100, "E": 500, "F": 500, "G": 100]
            for (name, time) in times.sorted(by: { $0.key < $1.key }) { graph.addSleeper(name, .milliseconds(time)) }
            for (to, from) in [("B", "A"), ("D", "C"), ("F", "E"), ("G", "B"), ("G", "D"), ("G", "F")] {
                try graph.addDependency(of: to, on: from)
            }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report.wallTime == .milliseconds(1100))
        #expect(report.criticalPath == .milliseconds(1100))
    }

    @Test func `an agent that ignores its cancellation is abandoned, and the run returns on time`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.addSleeper("stubborn", .seconds(5), timeout: .milliseconds(300), ignoresCancellation: true)
            graph.addSleeper("a", .milliseconds(200))
            graph.addSleeper("b", .milliseconds(200))
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["stubborn"]?.state == .timedOut)
        #expect(report["stubborn"]?.abandoned == 1)
        #expect(report["stubborn"]?.error == "no result in 300 ms")
        #expect(report.wallTime == .milliseconds(310))
        #expect(report.status == .partial)
    }

    @Test func `the report of an agent that ran out of time says so, whatever its first attempt failed with`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.timeout = .milliseconds(300)
            options.retry = RetryPolicy(maximumAttempts: 2, backoff: .milliseconds(1))
            graph.add("moody", options: options) { context in
                if context.attempt == 1 { throw TestFailure() }
                try await context.sleep(for: .seconds(5))
            }
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["moody"]?.state == .timedOut)
        #expect(report["moody"]?.attempts == 2)
        #expect(report["moody"]?.error == "no result in 300 ms")
    }

    @Test func `the report of an agent that would leave too little time for the next says so`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.expectedDuration = .milliseconds(200)
            graph.addSleeper("slow", .seconds(5))
            graph.add("next", options: options) { _ in }
            try graph.addDependency(of: "next", on: "slow")
            return await simulation.parallelExecutor().run(try graph.plan(), within: .seconds(1))
        }
        #expect(report["slow"]?.end == .milliseconds(800))
        #expect(report["slow"]?.error == "no result by the latest instant that leaves time for what must follow")
    }

    @Test func `an agent that stops when told is not abandoned`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            graph.addSleeper("slow", .seconds(5), timeout: .seconds(1))
            return await simulation.parallelExecutor().run(try graph.plan())
        }
        #expect(report["slow"]?.state == .timedOut)
        #expect(report["slow"]?.abandoned == 0)
        #expect(report.wallTime == .seconds(1))
        #expect(report.status == .failed)
    }

    @Test func `the final agent begins at the cut-off with what is there`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            let one = graph.addSleeper("one", .milliseconds(300))
            let two = graph.addSleeper("two", .milliseconds(500))
            let three = graph.addSleeper("three", .seconds(2))
            var options = AgentOptions()
            options.isFinal = true
            graph.add(
                "reporter", after: one.ifAvailable, two.ifAvailable, three.ifAvailable, options: options
            ) { context, one, two, three in
                try await context.time.sleep(for: .milliseconds(100))
                return "\(one) \(two) \(three)"
            }
            var configuration = ParallelExecutor.Configuration()
            configuration.reserve = .milliseconds(150)
            return await simulation.parallelExecutor(configuration)
                .run(try graph.plan(), within: .milliseconds(700))
        }
        #expect(report.output == "one two missing: timed out")
        #expect(report.status == .partial)
        #expect(report.wallTime == .milliseconds(650))
        #expect(report["three"]?.error == "no result 150 ms before the deadline")
    }
}
