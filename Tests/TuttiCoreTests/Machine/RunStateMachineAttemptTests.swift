import Testing
import TuttiCore

@Suite struct RunStateMachineAttemptTests {
    /// Options with so many attempts and no back-off.
    private static func attempts(
        _ count: Int, timeout: Int? = nil, attemptTimeout: Int? = nil
    ) -> (inout AgentOptions) -> Void {
        {
            $0.retry = RetryPolicy(maximumAttempts: count, backoff: .zero)
            $0.retry.attemptTimeout = attemptTimeout.map { .milliseconds($0) }
            $0.timeout = timeout.map { .milliseconds($0) }
        }
    }

    @Test func `failed: after the last attempt, and not before`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(3)])
        _ = probe.began()
        #expect(probe.failed("a1", at: 10) == ["a1 again in 0 ms"])
        #expect(probe.wake(at: 10) == ["attempt a2", "start a2"])
        #expect(probe.failed("a2", at: 20) == ["a2 again in 0 ms"])
        #expect(probe.wake(at: 20) == ["attempt a3", "start a3"])
        #expect(probe.failed("a3", at: 30) == ["failed a3: refused", "failed", "finish"])
    }

    @Test func `failed: a permanent error is never tried again`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(3)])
        _ = probe.began()
        #expect(probe.failed("a1", at: 10, isRetryable: false) == ["failed a1: refused", "failed", "finish"])
    }

    @Test func `backing off: at least as long as the server asked for`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(2)])
        _ = probe.began()
        #expect(probe.failed("a1", at: 10, retryAfter: .milliseconds(700)) == ["a1 again in 700 ms"])
        #expect(probe.time(709) == [])
        #expect(probe.wake(at: 710) == ["attempt a2", "start a2"])
    }

    @Test func `backing off: a wait that would pass the agent's limit is a failure now`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(2, timeout: 500)])
        _ = probe.began()
        #expect(
            probe.failed("a1", at: 10, retryAfter: .milliseconds(490)) == ["failed a1: refused", "failed", "finish"])
    }

    @Test func `backing off: the longest wait that still leaves time is taken, and the limit stays the same`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(2, timeout: 500)])
        _ = probe.began()
        #expect(probe.failed("a1", at: 10, retryAfter: .milliseconds(489)) == ["a1 again in 489 ms"])
        #expect(probe.wake(at: 499) == ["attempt a2", "start a2 by 500 ms"])
        #expect(
            probe.wake(at: 500)
                == ["stop a2", "timed out a2 (timeout): no result in 500 ms"])
    }

    @Test func `timed out while backing off, and while waiting for a slot after it`() throws {
        for (waitsForSlot, retryAfter) in [(false, 400), (true, 0)] {
            var probe = try MachineProbe(
                "a", "b", limits: { $0.maximumParallel = waitsForSlot ? 1 : nil },
                options: ["a": Self.attempts(2, timeout: 450)])
            _ = probe.began()
            _ = probe.failed("a1", at: 10, retryAfter: .milliseconds(retryAfter))
            if waitsForSlot { #expect(probe.wake(at: 10) == []) }
            #expect(probe.time(449).contains("attempt a2") == !waitsForSlot)
            #expect(probe.wake(at: 450).contains { $0.hasPrefix("timed out a") })
            #expect(probe.succeeded("b1", at: 500).contains("succeeded b: result of b1"))
        }
    }

    @Test func `attemptTimeout: the attempt is told to stop and the next one begins`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(2, timeout: 500, attemptTimeout: 100)])
        #expect(probe.began() == ["began", "+a for 500 ms", "attempt a1", "start a1 by 100 ms"])
        #expect(probe.wake(at: 100) == ["stop a1", "a1 again in 0 ms", "attempt a2", "start a2 by 200 ms"])
        #expect(probe.failed("a1", at: 101) == [])
        #expect(
            probe.wake(at: 200)
                == ["stop a2", "timed out a2 (timeout): attempt 2 gave no result in 100 ms"])
        #expect(probe.failed("a2", at: 201) == ["failed", "finish"])
    }

    @Test func `attemptTimeout: the agent's own limit comes first when it is nearer`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.attempts(2, timeout: 150, attemptTimeout: 100)])
        _ = probe.began()
        #expect(probe.wake(at: 100).last == "start a2 by 150 ms")
        #expect(probe.failed("a1", at: 101) == [])
        #expect(probe.wake(at: 150).suffix(1) == ["timed out a2 (timeout): no result in 150 ms"])
    }

    @Test func `a result of attempt 1 after attempt 2 has started changes nothing`() throws {
        var probe = try MachineProbe("a", "b: a", options: ["a": Self.attempts(2, attemptTimeout: 100)])
        _ = probe.began()
        _ = probe.wake(at: 100)
        #expect(!probe.machine.isCurrent(node: 0, attempt: 1))
        #expect(probe.machine.isCurrent(node: 0, attempt: 2))
        #expect(probe.succeeded("a1", at: 101) == ["late a1"])
        #expect(probe.produced("a1", at: 101) == [])
        #expect(probe.succeeded("a1", at: 101) == [])
        #expect(probe.succeeded("a2", at: 150).prefix(2) == ["succeeded a: result of a2", "+b"])
    }

    @Test func `abandoned: after the grace, counted, late once, and nothing waits for it`() throws {
        var probe = try MachineProbe("a", "b", options: ["a": { $0.timeout = .milliseconds(100) }])
        _ = probe.began()
        #expect(probe.wake(at: 100) == ["stop a1", "timed out a1 (timeout): no result in 100 ms"])
        #expect(probe.wake(at: 101) == ["abandoned a1"])
        #expect(probe.succeeded("a1", at: 300) == ["late a1"])
        #expect(probe.succeeded("a1", at: 301) == [])
        #expect(probe.succeeded("b1", at: 400).suffix(2) == ["partial", "finish"])
    }

    @Test func `the grace is shorter where the run's deadline comes, and where the run is cancelled`() throws {
        for isCancelled in [false, true] {
            var probe = try MachineProbe(
                "a", "b", deadline: isCancelled ? nil : 105,
                limits: {
                    $0.stoppingGrace = .milliseconds(10)
                    $0.deadlineGrace = .milliseconds(2)
                }, options: ["a": { $0.timeout = .milliseconds(100) }])
            _ = probe.began()
            #expect(probe.wake(at: 100).first == "stop a1")
            _ = isCancelled ? probe.cancelled(at: 105) : probe.wake(at: 105)
            #expect(probe.time(106) == [])
            #expect(
                probe.wake(at: 107).suffix(4) == [
                    "abandoned a1", "abandoned b1", isCancelled ? "failed" : "nothing", "finish",
                ])
        }
    }

    @Test func `abandoned: its late failure is told as well`() throws {
        var probe = try MachineProbe("a", "b", options: ["a": { $0.timeout = .milliseconds(100) }])
        _ = probe.began()
        _ = probe.wake(at: 100)
        _ = probe.wake(at: 101)
        #expect(probe.failed("a1", at: 300) == ["late a1"])
    }

    @Test func `the run waits for an attempt that may still stop in time, but only for the grace`() throws {
        for stops in [true, false] {
            var probe = try MachineProbe(
                "a", limits: { $0.stoppingGrace = .milliseconds(7) },
                options: ["a": { $0.timeout = .milliseconds(100) }])
            _ = probe.began()
            #expect(probe.wake(at: 100) == ["stop a1", "timed out a1 (timeout): no result in 100 ms"])
            if stops {
                #expect(probe.failed("a1", at: 103) == ["failed", "finish"])
            } else {
                #expect(probe.wake(at: 107) == ["abandoned a1", "failed", "finish"])
                #expect(probe.succeeded("a1", at: 200) == [])
            }
            #expect(probe.nextWakeUp == nil)
        }
    }

    @Test func `a step that does only some of what is due leaves the rest due at once`() throws {
        let limit: (inout AgentOptions) -> Void = { $0.timeout = .milliseconds(100) }
        var probe = try MachineProbe("a", "b", "c", options: ["a": limit, "b": limit, "c": limit])
        _ = probe.began()
        #expect(probe.time(100, doingAtMost: 2).count { $0.hasPrefix("timed out") } == 2)
        #expect(probe.nextWakeUp == 100)
        #expect(probe.wake(at: 100).count { $0.hasPrefix("timed out") } == 1)
    }

    @Test func `a timed-out attempt frees its slot at once, whether it stops or not`() throws {
        var probe = try MachineProbe(
            "a", "b", limits: { $0.maximumParallel = 1 }, options: ["a": { $0.timeout = .milliseconds(100) }])
        _ = probe.began()
        #expect(probe.wake(at: 100).suffix(2) == ["attempt b1", "start b1"])
    }

    @Test func `fallback: takes the place of a failure, of a timeout and of a cut, and says so`() throws {
        let fallback: (inout AgentOptions) -> Void = {
            $0.fallback = "spare"
            $0.timeout = .milliseconds(100)
        }
        var failing = try MachineProbe("a", "b: a", options: ["a": fallback])
        _ = failing.began()
        #expect(
            failing.failed("a1", at: 10)
                == [
                    "warning: 'a' uses its fallback: refused", "succeeded a (fallback): spare", "+b", "attempt b1",
                    "start b1",
                ])
        #expect(failing.succeeded("b1", at: 20).suffix(2) == ["complete", "finish"])
        var slow = try MachineProbe("a", options: ["a": fallback])
        _ = slow.began()
        #expect(
            slow.wake(at: 100)
                == ["stop a1", "warning: 'a' uses its fallback: no result in 100 ms", "succeeded a (fallback): spare"])
        #expect(slow.failed("a1", at: 101) == ["complete", "finish"])
        var cut = try MachineProbe("a", deadline: 60, options: ["a": fallback])
        _ = cut.began()
        #expect(
            cut.wake(at: 60).prefix(3)
                == [
                    "stop a1", "warning: 'a' uses its fallback: no result by the deadline",
                    "succeeded a (fallback): spare",
                ])
    }

    @Test func `fallback: only after the last attempt, and not when fallbacks are disabled`() throws {
        var probe = try MachineProbe(
            "a", limits: { $0.usesFallbacks = false },
            options: [
                "a": {
                    $0.fallback = "spare"
                    $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
                }
            ])
        _ = probe.began()
        #expect(probe.failed("a1", at: 10) == ["a1 again in 0 ms"])
        _ = probe.wake(at: 10)
        #expect(probe.failed("a2", at: 20) == ["failed a2: refused", "failed", "finish"])
    }

    @Test func `parts, usage and warnings are told while they count`() throws {
        var probe = try MachineProbe(
            "a", "b",
            options: [
                "b": { $0.isFinal = true },
                "a": { $0.timeout = .milliseconds(100) },
            ])
        _ = probe.began()
        #expect(probe.produced("a1", at: 1) == ["partial a1"])
        #expect(probe.produced("b1", at: 2) == ["answer b1"])
        #expect(probe.warned(at: 3) == ["warning: look"])
        _ = probe.wake(at: 100)
        #expect(probe.produced("a1", at: 101) == [])
        #expect(probe.used("a1", at: 101) == ["used a1"])
        _ = probe.wake(at: 101)
        #expect(probe.succeeded("b1", at: 110).suffix(1) == ["finish"])
        #expect(probe.used("a1", at: 111) == [])
        #expect(probe.warned(at: 111) == [])
        #expect(probe.cancelled(at: 111) == [])
        #expect(probe.time(5000) == [])
    }
}
