import Testing
import TuttiCore

@Suite struct RunStateMachineStartingTests {
    @Test func `waiting → running → succeeded, in the order of the inputs, then the run is complete`() throws {
        var probe = try MachineProbe("a", "b: a")
        #expect(probe.began() == ["began", "+a", "attempt a1", "start a1"])
        #expect(probe.nextWakeUp == nil)
        #expect(probe.succeeded("a1", at: 10) == ["succeeded a: result of a1", "+b", "attempt b1", "start b1"])
        #expect(probe.succeeded("b1", at: 20) == ["succeeded b: result of b1", "complete", "finish"])
    }

    @Test func `needs: the agent waits for the last of them`() throws {
        var probe = try MachineProbe("a", "b", "c: a b")
        #expect(probe.began().count == 7)
        #expect(probe.succeeded("b1", at: 10) == ["succeeded b: result of b1"])
        #expect(probe.succeeded("a1", at: 11).suffix(3) == ["+c", "attempt c1", "start c1"])
    }

    @Test func `wants: the agent waits for the end of each, whatever it is, and is told why one is missing`() throws {
        var probe = try MachineProbe("a", "b", "c: a? b?", "d: c?")
        _ = probe.began()
        #expect(probe.failed("a1", at: 10) == ["failed a1: refused"])
        #expect(
            probe.succeeded("b1", at: 20)
                == ["succeeded b: result of b1", "+c without a (failed)", "attempt c1", "start c1"])
    }

    @Test func `wants: a skipped input is told as skipped, at the moment it is skipped`() throws {
        var probe = try MachineProbe("a", "b: a", "c: b?")
        _ = probe.began()
        #expect(
            probe.failed("a1", at: 10)
                == [
                    "failed a1: refused", "skipped b: needs 'a', which failed", "+c without b (skipped)", "attempt c1",
                    "start c1",
                ])
    }

    @Test func `quorum: the agent starts with the k-th success and does not know the rest yet`() throws {
        var probe = try MachineProbe("a", "b", "c", "d: 2of a b c")
        _ = probe.began()
        #expect(probe.failed("a1", at: 5) == ["failed a1: refused"])
        #expect(probe.succeeded("b1", at: 10) == ["succeeded b: result of b1"])
        #expect(
            probe.succeeded("c1", at: 11)
                == ["succeeded c: result of c1", "+d without a (failed)", "attempt d1", "start d1"])
    }

    @Test func `quorum: successes after the k-th change nothing`() throws {
        var probe = try MachineProbe("a", "b", "c", "d: 1of a b c")
        _ = probe.began()
        #expect(
            probe.succeeded("b1", at: 10).dropFirst()
                == ["+d without a (not ready in time) without c (not ready in time)", "attempt d1", "start d1"])
        #expect(probe.succeeded("a1", at: 11) == ["succeeded a: result of a1"])
        #expect(probe.failed("c1", at: 12) == ["failed c1: refused"])
        #expect(probe.succeeded("d1", at: 13) == ["succeeded d: result of d1", "partial", "finish"])
    }

    @Test func `quorum: the agent is skipped as soon as it cannot be reached, and its dependents blame it`() throws {
        var probe = try MachineProbe("a", "b", "c", "d: 2of a b c", "e: d")
        _ = probe.began()
        #expect(probe.failed("a1", at: 10) == ["failed a1: refused"])
        #expect(
            probe.failed("b1", at: 11)
                == [
                    "failed b1: refused", "skipped d: fewer than the 2 agents it needs can still succeed",
                    "skipped e: needs 'd', which was skipped",
                ])
    }

    @Test func `quorum and needs together: both must be met`() throws {
        var probe = try MachineProbe("a", "b", "c", "d: 1of a b & c")
        _ = probe.began()
        #expect(probe.succeeded("a1", at: 1000) == ["succeeded a: result of a1"])
        #expect(
            probe.succeeded("c1", at: 2000)
                == ["succeeded c: result of c1", "+d without b (not ready in time)", "attempt d1", "start d1"])
    }

    @Test func `skipped: every agent below a failure names the agent that failed, in each branch its own`() throws {
        var probe = try MachineProbe("a", "b", "c: a", "d: c", "e: b", "f: e?")
        _ = probe.began()
        #expect(
            probe.failed("a1", at: 10)
                == [
                    "failed a1: refused", "skipped c: needs 'a', which failed", "skipped d: needs 'a', which failed",
                ])
        #expect(probe.failed("b1", at: 11).dropFirst().first == "skipped e: needs 'b', which failed")
    }

    @Test func `condition: asked once the inputs are there, in the slot of the agent`() throws {
        var probe = try MachineProbe(
            "a", "b: a", "c", limits: { $0.maximumParallel = 1 }, options: ["b": { $0.condition = { _ in true } }])
        #expect(probe.began() == ["began", "+a", "attempt a1", "start a1"])
        #expect(probe.succeeded("a1", at: 10) == ["succeeded a: result of a1", "decide b"])
        #expect(probe.decided("b", true, at: 11) == ["+b", "attempt b1", "start b1"])
        #expect(probe.decided("b", true, at: 12) == [])
        #expect(
            probe.succeeded("b1", at: 13)
                == ["succeeded b: result of b1", "waited c 13 ms", "+c", "attempt c1", "start c1"])
    }

    @Test func `condition: not met is skipped, frees the slot, and the run is complete all the same`() throws {
        var probe = try MachineProbe(
            "a", "b", limits: { $0.maximumParallel = 1 }, options: ["a": { $0.condition = { _ in false } }])
        #expect(probe.began() == ["began", "decide a"])
        #expect(
            probe.decided("a", false, at: 5)
                == ["skipped a: its condition was not met", "waited b 5 ms", "+b", "attempt b1", "start b1"])
        #expect(probe.succeeded("b1", at: 6).suffix(2) == ["complete", "finish"])
    }

    @Test func `condition: is not asked again for another attempt`() throws {
        var probe = try MachineProbe(
            "a",
            options: [
                "a": {
                    $0.condition = { _ in true }
                    $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
                }
            ])
        #expect(probe.began() == ["began", "decide a"])
        _ = probe.decided("a", true, at: 1)
        #expect(probe.failed("a1", at: 2) == ["a1 again in 0 ms"])
        #expect(probe.wake(at: 2) == ["attempt a2", "start a2"])
    }

    @Test func `a condition that never answers holds the run no longer than the agent's timeout`() throws {
        var probe = try MachineProbe(
            "a",
            options: [
                "a": {
                    $0.condition = { _ in true }
                    $0.timeout = .milliseconds(50)
                }
            ])
        #expect(probe.began() == ["began", "decide a"])
        #expect(probe.wake(at: 50) == ["timed out a0 (timeout): no result in 50 ms", "failed", "finish"])
        #expect(probe.decided("a", true, at: 60) == [])
    }

    @Test func `maximumParallel: the next one starts when a slot is free, and says how long it waited`() throws {
        var probe = try MachineProbe("a", "b", "c", limits: { $0.maximumParallel = 2 })
        #expect(probe.began().filter { $0.hasPrefix("start") } == ["start a1", "start b1"])
        #expect(
            probe.failed("b1", at: 30) == ["failed b1: refused", "waited c 30 ms", "+c", "attempt c1", "start c1"])
        #expect(probe.succeeded("a1", at: 40) == ["succeeded a: result of a1"])
    }

    @Test func `maximumParallel: a back-off gives the slot to others and waits for one like them`() throws {
        var probe = try MachineProbe(
            "a", "b", limits: { $0.maximumParallel = 1 },
            options: ["a": { $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero) }])
        _ = probe.began()
        #expect(
            probe.failed("a1", at: 10)
                == ["a1 again in 0 ms", "waited b 10 ms", "+b", "attempt b1", "start b1"])
        #expect(probe.wake(at: 10) == [])
        #expect(probe.succeeded("b1", at: 20) == ["succeeded b: result of b1", "attempt a2", "start a2"])
    }

    @Test func `startSpacing: one start per interval, the timer is armed again for each`() throws {
        var probe = try MachineProbe("a", "b", "c", limits: { $0.startSpacing = .milliseconds(100) })
        #expect(probe.began() == ["began", "+a", "attempt a1", "start a1"])
        #expect(probe.time(99) == [])
        #expect(probe.wake(at: 100) == ["waited b 100 ms", "+b", "attempt b1", "start b1"])
        #expect(probe.succeeded("a1", at: 150) == ["succeeded a: result of a1"])
        #expect(probe.wake(at: 200) == ["waited c 200 ms", "+c", "attempt c1", "start c1"])
        #expect(probe.nextWakeUp == nil)
    }

    @Test func `startSpacing: a fact that comes after the interval starts the next one, and the timer follows`() throws
    {
        var probe = try MachineProbe("a", "b", "c", limits: { $0.startSpacing = .milliseconds(100) })
        _ = probe.began()
        #expect(probe.succeeded("a1", at: 130).dropFirst() == ["waited b 130 ms", "+b", "attempt b1", "start b1"])
        #expect(probe.time(131) == [])
        #expect(probe.wake(at: 230) == ["waited c 230 ms", "+c", "attempt c1", "start c1"])
    }

    @Test func `startSpacing and maximumParallel together: the later of the two decides`() throws {
        var probe = try MachineProbe(
            "a", "b", "c",
            limits: {
                $0.startSpacing = .milliseconds(100)
                $0.maximumParallel = 1
            })
        _ = probe.began()
        #expect(probe.succeeded("a1", at: 10) == ["succeeded a: result of a1"])
        #expect(probe.wake(at: 100).last == "start b1")
        #expect(probe.time(200) == [])
        #expect(probe.succeeded("b1", at: 250).last == "start c1")
    }

    @Test func `of ready agents the one with the longest remaining path starts first, ties in declaration order`()
        throws
    {
        let milliseconds: @Sendable (Int) -> (inout AgentOptions) -> Void = { time in
            { $0.expectedDuration = .milliseconds(time) }
        }
        var probe = try MachineProbe(
            "a", "b", "c", "d: a", limits: { $0.maximumParallel = 1 },
            options: ["a": milliseconds(10), "b": milliseconds(50), "c": milliseconds(50), "d": milliseconds(45)])
        #expect(probe.began().last == "start a1")
        #expect(probe.succeeded("a1", at: 1).last == "start b1")
        #expect(probe.succeeded("b1", at: 2).last == "start c1")
        #expect(probe.succeeded("c1", at: 3).last == "start d1")
    }
}
