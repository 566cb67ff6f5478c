import Testing
import TuttiCore

@Suite struct RunStateMachineSelectionTests {
    @Test func `a race starts with the first result, and stops the others`() throws {
        var probe = try MachineProbe("a", "b", "c", "d: race a b c", limits: { $0.maximumParallel = 2 })
        _ = probe.began()
        #expect(
            probe.succeeded("b1", at: 5)
                == [
                    "stop a1", "succeeded b: result of b1", "cancelled a: 'd' needs it no more",
                    "skipped c: 'd' needs it no more", "+d without a (cancelled) without c (skipped)", "attempt d1",
                    "start d1",
                ])
        _ = probe.failed("a1", at: 5)
        #expect(probe.succeeded("d1", at: 6) == ["succeeded d: result of d1", "complete", "finish"])
    }

    @Test func `one that fails does not lose the race for the others`() throws {
        var probe = try MachineProbe("a", "b", "d: race a b")
        _ = probe.began()
        #expect(probe.failed("a1", at: 5) == ["failed a1: refused"])
        #expect(probe.succeeded("b1", at: 6).last == "start d1")
    }

    @Test func `a race that nobody can win skips its agent`() throws {
        var probe = try MachineProbe("a", "b", "d: race a b")
        _ = probe.began()
        _ = probe.failed("a1", at: 5)
        #expect(
            probe.failed("b1", at: 6)
                == [
                    "failed b1: refused", "skipped d: fewer than the 1 agents it needs can still succeed", "failed",
                    "finish",
                ])
    }

    @Test func `whom somebody else waits for goes on`() throws {
        for other in ["e: b", "e: b?", "e: race b c"] {
            var probe = try MachineProbe("a", "b", "c", "d: race a b", other)
            _ = probe.began()
            #expect(!probe.succeeded("a1", at: 5).contains { $0.hasPrefix("cancelled b") }, "\(other)")
        }
    }

    @Test func `what only a loser would have used goes with it`() throws {
        var probe = try MachineProbe("x", "a: x", "b", "d: race a b")
        _ = probe.began()
        let words = probe.succeeded("b1", at: 5)
        #expect(words.contains("skipped a: 'd' needs it no more"))
        #expect(words.contains("cancelled x: 'a' needs it no more"))
    }

    @Test func `a final agent is never dropped`() throws {
        var probe = try MachineProbe("a", "b", "d: race a b", options: ["a": { $0.isFinal = true }])
        _ = probe.began()
        #expect(!probe.succeeded("b1", at: 5).contains { $0.hasPrefix("cancelled") })
    }

    @Test func `a quorum that is reached lets the others go on, unless only what is needed is wanted`() throws {
        for skips in [false, true] {
            var probe = try MachineProbe(
                "a", "b", "c", "d: 1of a b c",
                limits: {
                    $0.maximumParallel = 2
                    $0.skipsUnneeded = skips
                })
            _ = probe.began()
            let words = probe.succeeded("b1", at: 5)
            #expect(words.contains("skipped c: 'd' needs it no more") == skips)
            #expect(!words.contains { $0.hasPrefix("cancelled a") }, "what has begun goes on")
        }
    }

    @Test func `the inputs of an agent that is skipped are not begun when only what is needed is wanted`() throws {
        for skips in [false, true] {
            var probe = try MachineProbe(
                "a", "b", "c: a b",
                limits: {
                    $0.maximumParallel = 1
                    $0.skipsUnneeded = skips
                })
            _ = probe.began()
            let words = probe.failed("a1", at: 5)
            #expect(words.contains("skipped b: 'c' needs it no more") == skips)
            #expect(words.contains("start b1") == !skips)
        }
    }
}
