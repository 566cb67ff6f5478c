import Testing
import TuttiCore
import TuttiTesting

@Suite struct EventRecorderTests {
    /// Two agents at once, one of them tried twice, and one after both.
    private static func recorded(seed: UInt64 = 1) throws -> EventRecorder {
        let recorder = EventRecorder()
        try simulate(seed: seed) { simulation in
            var graph = AgentGraph("coach")
            var twice = AgentOptions()
            twice.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            let memory = graph.add(
                "memory", options: twice,
                ScriptedAgent(attempts: .fails("busy", after: .seconds(1)), .returns("m", after: .seconds(2))).body)
            let tasks = graph.add(
                "tasks", timeout: .seconds(2),
                ScriptedAgent<String>(attempts: .hangs.saying(["so", " far"], every: .milliseconds(0.5))).body)
            graph.add("coach", after: memory, tasks.ifAvailable) { context, _, _ in
                context.warn("no tasks")
                return "an answer"
            }
            _ = try await simulation.run(graph, within: .seconds(5), recorder: recorder)
        }
        return recorder
    }

    @Test func `orders, instants and overlaps are what they were`() throws {
        let recorder = try Self.recorded()
        #expect(Set(recorder.order.prefix(2)) == ["memory", "tasks"])
        #expect(recorder.order.last == "coach")
        #expect(recorder.endings == ["tasks", "memory", "coach"])
        #expect(recorder.start(of: "coach") == .seconds(3) && recorder.end(of: "tasks") == .seconds(2))
        #expect(recorder.overlap(of: "memory", and: "tasks") == .seconds(2))
        #expect(recorder.overlap(of: "memory", and: "coach") == .zero)
        #expect(recorder.overlap(of: "memory", and: "nobody") == .zero)
        #expect(recorder.attempts(of: "memory") == 2 && recorder.attempts(of: "nobody") == 0)
        #expect(recorder.pieces(of: "tasks") == ["so", " far"])
        #expect(recorder.warnings == ["no tasks"])
        #expect(recorder.events(of: "coach").count == 3)
        #expect(recorder.start(of: "nobody") == nil && recorder.end(of: "nobody") == nil)
    }

    @Test func `the first event of a kind has its place`() throws {
        let recorder = try Self.recorded()
        let timedOut = try #require(recorder.firstIndex { $0.agent == "tasks" && $0.wireName == "agentTimedOut" })
        let answered = try #require(recorder.firstIndex { $0.agent == "coach" })
        #expect(timedOut < answered)
        #expect(recorder.firstIndex { $0.agent == "nobody" } == nil)
        #expect(recorder.first { $0.wireName == "runFinished" }?.time == .seconds(3))
    }

    @Test func `the trace is one line an event, and can be kept`() throws {
        let recorder = try Self.recorded()
        let kept = """
            0 ms  runStarted  workflow=coach agents=[memory,tasks,coach] deadlineMs=5000
            0 ms  agentStarted memory  budgetMs=5000
            0 ms  agentStarted tasks  budgetMs=2000
            0 ms  agentPartial tasks  attempt=1 text=so
            0.5 ms  agentPartial tasks  attempt=1 text=" far"
            1000 ms  attemptFailed memory  attempt=1 error=busy retryInMs=0
            1000 ms  attemptStarted memory  attempt=2
            2000 ms  agentTimedOut tasks  attempt=1 error="no result in 2 s" limit=timeout
            3000 ms  agentSucceeded memory  attempt=2 output=m
            3000 ms  agentStarted coach  budgetMs=2000 missing={"tasks":"timedOut"}
            3000 ms  warning  message="no tasks"
            3000 ms  agentSucceeded coach  attempt=1 output="an answer"
            3000 ms  runFinished  status=partial
            """
        #expect(recorder.trace == kept)
        #expect(recorder.difference(from: kept) == nil)
        let changed = kept.replacing("output=m", with: "output=n")
        #expect(
            recorder.difference(from: changed) == """
                line 9 differs
                expected: 3000 ms  agentSucceeded memory  attempt=2 output=n
                found:    3000 ms  agentSucceeded memory  attempt=2 output=m
                """)
        #expect(recorder.difference(from: kept + "\nmore")?.contains("found:    nothing more") == true)
    }

    @Test func `the hash tells traces apart and nothing else`() throws {
        let recorder = try Self.recorded()
        #expect(try Self.recorded().traceHash == recorder.traceHash)
        let other = EventRecorder()
        for event in recorder.events {
            var event = event
            if event.kind.agent == "memory" { event.time += .nanoseconds(1) }
            other.record(event)
        }
        #expect(other.traceHash != recorder.traceHash)
        // Written down: it must be the same on every platform, and in the next version too.
        #expect(recorder.traceHash == "cdbe0ff2978297c8")
        let empty = EventRecorder()
        #expect(empty.traceHash == "cbf29ce484222325" && empty.trace.isEmpty)
    }

    @Test func `beyond its capacity events are counted`() throws {
        let recorder = EventRecorder(capacity: 3)
        for event in try Self.recorded().events { recorder.record(event) }
        #expect(recorder.events.count == 3 && recorder.dropped > 5)
        let slow = EventRecorder()
        slow.record(RunEvent(run: RunID("r"), sequence: 5, time: .zero, kind: .gap(missed: 4)))
        #expect(slow.dropped == 4)
    }
}
