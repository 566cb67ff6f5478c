import Testing
import TuttiCore

@Suite struct RunStateMachineEndingTests {
    private static let final: @Sendable (inout AgentOptions) -> Void = { $0.isFinal = true }

    private static func expected(_ milliseconds: Int, isFinal: Bool = false) -> (inout AgentOptions) -> Void {
        {
            $0.expectedDuration = .milliseconds(milliseconds)
            $0.isFinal = isFinal
        }
    }

    // MARK: The cut-off

    @Test func `cut-off: everything but the final agent is cut, and it begins with what is there`() throws {
        var probe = try MachineProbe(
            "a", "b", "c: b", "d: a? b? c?", deadline: 1000, limits: { $0.reserve = .milliseconds(300) },
            options: ["d": Self.final])
        #expect(probe.began().contains("+a for 700 ms"))
        _ = probe.succeeded("a1", at: 100)
        #expect(
            probe.wake(at: 700)
                == [
                    "stop b1", "timed out b1 (deadline): no result 300 ms before the deadline",
                    "skipped c: not enough time left",
                    "+d for 300 ms without b (timed out) without c (not ready in time)",
                    "attempt d1", "start d1 by 1 s",
                ])
        #expect(probe.wake(at: 701) == ["abandoned b1"])
        #expect(probe.succeeded("d1", at: 900) == ["succeeded d: result of d1", "partial", "finish"])
    }

    @Test func `cut-off: a final agent that needs what was cut is skipped for it`() throws {
        var probe = try MachineProbe(
            "a", "b: a", deadline: 1000, limits: { $0.reserve = .milliseconds(300) }, options: ["b": Self.final])
        _ = probe.began()
        #expect(probe.wake(at: 700).last == "skipped b: needs 'a', which timed out")
        #expect(probe.failed("a1", at: 701) == ["nothing", "finish"])
    }

    @Test func `cut-off: no final agent waits any longer for another one that it only wants`() throws {
        var probe = try MachineProbe(
            "a", "b: a?", "c: b a?", deadline: 1000, limits: { $0.reserve = .milliseconds(300) },
            options: ["a": Self.final, "b": Self.final, "c": Self.final])
        _ = probe.began()
        #expect(
            probe.wake(at: 700) == ["+b for 300 ms without a (not ready in time)", "attempt b1", "start b1 by 1 s"])
        #expect(probe.succeeded("a1", at: 800) == ["succeeded a: result of a1"])
        #expect(probe.succeeded("b1", at: 900).suffix(3) == ["+c for 100 ms", "attempt c1", "start c1 by 1 s"])
    }

    @Test func `cut-off: a fallback at the cut feeds the final agent`() throws {
        var probe = try MachineProbe(
            "a", "b: a", deadline: 1000, limits: { $0.reserve = .milliseconds(300) },
            options: ["b": Self.final, "a": { $0.fallback = "spare" }])
        _ = probe.began()
        #expect(probe.wake(at: 700).suffix(3) == ["+b for 300 ms", "attempt b1", "start b1 by 1 s"])
    }

    @Test func `cut-off: nothing to cut means nothing happens`() throws {
        var probe = try MachineProbe("a", "b: a", deadline: 1000, options: ["b": Self.expected(400, isFinal: true)])
        _ = probe.began()
        #expect(probe.succeeded("a1", at: 100).dropFirst().first == "+b for 900 ms")
        #expect(probe.wake(at: 600) == [])
        #expect(probe.wake(at: 1000) == ["stop b1", "timed out b1 (deadline): no result by the deadline"])
    }

    @Test func `reserve: by default what the final agents are expected to need one after another`() throws {
        var probe = try MachineProbe(
            "a", "b: a?", "c: b", deadline: 1000,
            options: ["b": Self.expected(200, isFinal: true), "c": Self.expected(150, isFinal: true)])
        #expect(probe.began().contains("+a for 650 ms"))
        #expect(probe.nextWakeUp == 650)
    }

    @Test func `reserve: none when no agent is final; longer than the deadline it leaves nothing to the others`() throws
    {
        var none = try MachineProbe("a", deadline: 1000, limits: { $0.reserve = .milliseconds(300) })
        #expect(none.began().contains("+a for 1 s"))
        var all = try MachineProbe(
            "a", "b: a?", deadline: 1000, limits: { $0.reserve = .seconds(2) }, options: ["b": Self.final])
        #expect(
            all.began()
                == [
                    "began", "skipped a: not enough time left", "+b for 1 s without a (not ready in time)",
                    "attempt b1",
                    "start b1 by 1 s",
                ])
    }

    // MARK: Budgets

    @Test func `following time: an agent leaves what its dependents are expected to need`() throws {
        var probe = try MachineProbe(
            "a", "b: a", "c: b", "d: a?", deadline: 1000,
            options: ["b": Self.expected(200), "c": Self.expected(150), "d": Self.expected(900)])
        #expect(probe.began().contains("+a for 650 ms"))
        #expect(
            probe.wake(at: 650).prefix(2)
                == [
                    "stop a1",
                    "timed out a1 (deadline): no result by the latest instant that leaves time for what must follow",
                ])
    }

    @Test func `following time: what follows beyond the cut-off counts nothing`() throws {
        var probe = try MachineProbe(
            "a", "b: a", deadline: 1000, limits: { $0.reserve = .milliseconds(100) },
            options: ["b": Self.expected(400, isFinal: true)])
        #expect(probe.began().contains("+a for 900 ms"))
    }

    @Test func `budget: the nearer of the own timeout and the shared limit, which names itself`() throws {
        for (timeout, limit, end) in [(400, "timeout", 400), (700, "deadline", 600), (600, "timeout", 600)] {
            var probe = try MachineProbe(
                "a", "b: a", deadline: 1000,
                options: ["a": { $0.timeout = .milliseconds(timeout) }, "b": Self.expected(400)])
            #expect(probe.began().contains("+a for \(end) ms"))
            #expect(probe.wake(at: end).contains { $0.hasPrefix("timed out a1 (\(limit))") })
        }
    }

    @Test func `minimum budget: an agent that cannot do anything useful is not started`() throws {
        for (minimum, isStarted) in [(500, true), (501, false)] {
            var probe = try MachineProbe(
                "a", "b: a", deadline: 1000, options: ["b": { $0.minimumBudget = .milliseconds(minimum) }])
            _ = probe.began()
            let actions = probe.succeeded("a1", at: 500)
            #expect(actions.contains("start b1 by 1 s") == isStarted)
            #expect(actions.contains("skipped b: not enough time left") == !isStarted)
        }
    }

    @Test func `an agent whose turn comes when the time is over is skipped, and the run ends`() throws {
        var probe = try MachineProbe("a", "b", deadline: 1000, limits: { $0.maximumParallel = 1 })
        _ = probe.began()
        #expect(
            probe.wake(at: 1000)
                == [
                    "stop a1", "timed out a1 (deadline): no result by the deadline", "skipped b: not enough time left",
                ])
        #expect(probe.failed("a1", at: 1001) == ["nothing", "finish"])
    }

    @Test func `a fact that comes later than the deadline starts nothing`() throws {
        var probe = try MachineProbe("a", "b: a", deadline: 1000)
        _ = probe.began()
        #expect(!probe.succeeded("a1", at: 1500).contains("attempt b1"))
    }

    @Test(arguments: [0, -5])
    func `a deadline that is over before it begins starts nothing`(deadline: Int) throws {
        var probe = try MachineProbe("a", "b: a?", deadline: deadline, options: ["b": Self.final])
        #expect(
            probe.began()
                == ["began", "skipped a: not enough time left", "skipped b: not enough time left", "nothing", "finish"])
    }

    // MARK: All at once

    @Test func `deadline: everything that has begun is timed out, everything else skipped`() throws {
        var probe = try MachineProbe(
            "a", "b: a", "c", deadline: 500,
            options: ["c": { $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero) }])
        _ = probe.began()
        _ = probe.failed("c1", at: 10, retryAfter: .milliseconds(480))
        _ = probe.wake(at: 490)
        #expect(
            probe.wake(at: 500)
                == [
                    "stop a1", "stop c2", "timed out a1 (deadline): no result by the deadline",
                    "skipped b: not enough time left", "timed out c2 (deadline): no result by the deadline",
                ])
        #expect(probe.failed("c2", at: 500) == [])
        #expect(probe.wake(at: 501) == ["abandoned a1", "nothing", "finish"])
    }

    @Test func `cancelled: whatever has not ended is, and nothing starts any more`() throws {
        var probe = try MachineProbe(
            "a", "b", "c: b", "d", "e", limits: { $0.maximumParallel = 3 },
            options: [
                "d": { $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero) },
                "e": { $0.condition = { _ in true } },
            ])
        #expect(probe.began().filter { $0.hasPrefix("start") } == ["start b1", "start a1", "start d1"])
        _ = probe.succeeded("a1", at: 10)  // e is being decided now
        _ = probe.failed("d1", at: 11, retryAfter: .seconds(1))
        #expect(
            probe.cancelled(at: 20)
                == ["stop b1", "cancelled b", "cancelled c", "cancelled d", "cancelled e"])
        #expect(probe.cancelled(at: 21) == [])
        #expect(probe.decided("e", true, at: 21) == [])
        #expect(probe.failed("b1", at: 21) == ["partial", "finish"])
    }

    @Test func `fails fast: the first failure cancels the others, also those below it`() throws {
        var probe = try MachineProbe("a", "b", "c: a", limits: { $0.failsFast = true })
        _ = probe.began()
        #expect(probe.failed("a1", at: 10) == ["stop b1", "failed a1: refused", "cancelled b", "cancelled c"])
        #expect(probe.failed("b1", at: 11) == ["failed", "finish"])
    }

    @Test func `fails fast: a timeout counts, a retry, a fallback and a skip do not`() throws {
        var timeout = try MachineProbe(
            "a", "b", limits: { $0.failsFast = true }, options: ["a": { $0.timeout = .milliseconds(100) }])
        _ = timeout.began()
        #expect(timeout.wake(at: 100).last == "cancelled b")
        var patient = try MachineProbe(
            "a", "b", "c", limits: { $0.failsFast = true },
            options: [
                "a": { $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero) }, "b": { $0.fallback = "spare" },
                "c": { $0.condition = { _ in false } },
            ])
        _ = patient.began()
        _ = patient.failed("a1", at: 10)
        _ = patient.failed("b1", at: 10)
        _ = patient.decided("c", false, at: 10)
        _ = patient.wake(at: 10)
        #expect(patient.succeeded("a2", at: 20).suffix(2) == ["complete", "finish"])
    }

    // MARK: Status

    @Test func `partial needs output of a final agent or of one that nobody lists`() throws {
        var inner = try MachineProbe("a", "b: a")
        _ = inner.began()
        _ = inner.succeeded("a1", at: 1)
        #expect(inner.failed("b1", at: 2).suffix(2) == ["failed", "finish"])
        var final = try MachineProbe("a", "b: a", options: ["a": Self.final])
        _ = final.began()
        _ = final.succeeded("a1", at: 1)
        #expect(final.failed("b1", at: 2).suffix(2) == ["partial", "finish"])
    }

    @Test func `an own timeout without output is failed, only the deadline makes it nothing`() throws {
        var probe = try MachineProbe("a", deadline: 1000, options: ["a": { $0.timeout = .milliseconds(100) }])
        _ = probe.began()
        _ = probe.wake(at: 100)
        #expect(probe.failed("a1", at: 101) == ["failed", "finish"])
    }

    @Test func `an agent below one whose condition was not met is missing, so the run is not complete`() throws {
        var probe = try MachineProbe("a", "b: a", "c", options: ["a": { $0.condition = { _ in false } }])
        _ = probe.began()
        #expect(probe.decided("a", false, at: 1).last == "skipped b: needs 'a', which was skipped")
        #expect(probe.succeeded("c1", at: 2).suffix(2) == ["partial", "finish"])
    }
}
