import Testing
import TuttiCore
import TuttiTesting

@Suite struct RunStateMachineHedgingTests {
    private static func hedged(
        after delay: Int = 10, maximumAttempts: Int = 2, retries: Int = 1, timeout: Int? = nil,
        attemptTimeout: Int? = nil, sideEffects: SideEffects = .none
    ) -> (inout AgentOptions) -> Void {
        {
            $0.hedging = HedgingPolicy(after: .fixed(.milliseconds(delay)), maximumAttempts: maximumAttempts)
            $0.sideEffects = sideEffects
            $0.retry = RetryPolicy(maximumAttempts: retries, backoff: .zero)
            $0.retry.attemptTimeout = attemptTimeout.map { .milliseconds($0) }
            $0.timeout = timeout.map { .milliseconds($0) }
        }
    }

    private struct Silent: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput { AgentOutput("") }
    }

    @Test func `running: an attempt that is quick is alone`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        #expect(probe.succeeded("a1", at: 9) == ["succeeded a: result of a1", "complete", "finish"])
    }

    @Test func `running: a slow one is joined, and the second may win`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        #expect(probe.wake(at: 10) == ["hedge a2", "start a2"])
        #expect(probe.nextWakeUp == nil, "two at a time are all there may be")
        #expect(probe.succeeded("a2", at: 15) == ["stop a1", "succeeded a: result of a2"])
        #expect(probe.failed("a1", at: 15) == ["complete", "finish"])
    }

    @Test func `running: the first may win all the same, and is said to`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        _ = probe.wake(at: 10)
        #expect(probe.succeeded("a1", at: 15) == ["stop a2", "succeeded a: result of a1"])
        #expect(probe.succeeded("a2", at: 15) == ["late a2", "complete", "finish"])
    }

    @Test func `running: a third joins the second`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged(maximumAttempts: 3)])
        _ = probe.began()
        #expect(probe.wake(at: 10) == ["hedge a2", "start a2"])
        #expect(probe.wake(at: 20) == ["hedge a3", "start a3"])
        #expect(probe.succeeded("a2", at: 25) == ["stop a1", "stop a3", "succeeded a: result of a2"])
    }

    @Test func `running: one that fails leaves the rest to the other`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        _ = probe.wake(at: 10)
        #expect(probe.failed("a2", at: 12) == ["a2 leaves it to others"])
        #expect(probe.succeeded("a1", at: 20) == ["succeeded a: result of a1", "complete", "finish"])
    }

    @Test func `running: the last one to fail decides, and a hedge costs no retry`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged(retries: 2)])
        _ = probe.began()
        _ = probe.wake(at: 10)
        _ = probe.failed("a1", at: 12)
        #expect(probe.failed("a2", at: 13) == ["a2 again in 0 ms"])
        #expect(probe.wake(at: 13) == ["attempt a3", "start a3"])
        #expect(probe.nextWakeUp == nil, "the agent has had its hedge")
        #expect(probe.failed("a3", at: 14) == ["failed a3: refused", "failed", "finish"])
    }

    @Test func `running: what no attempt can mend stops the other`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged(retries: 2)])
        _ = probe.began()
        _ = probe.wake(at: 10)
        #expect(probe.failed("a1", at: 12, isRetryable: false) == ["stop a2", "failed a1: refused"])
    }

    @Test func `running: the time of an attempt ends that attempt alone`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged(attemptTimeout: 30)])
        _ = probe.began()
        #expect(probe.wake(at: 10) == ["hedge a2", "start a2 by 40 ms"])
        #expect(probe.wake(at: 30) == ["stop a1", "a1 leaves it to others"])
        #expect(probe.succeeded("a2", at: 35) == ["succeeded a: result of a2"])
    }

    @Test func `timed out: all attempts are told to stop`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged(timeout: 20)])
        _ = probe.began()
        #expect(probe.wake(at: 10) == ["hedge a2", "start a2 by 20 ms"])
        #expect(
            probe.wake(at: 20) == ["stop a2", "stop a1", "timed out a2 (timeout): no result in 20 ms"])
    }

    @Test func `cancelled: all attempts are told to stop`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        _ = probe.wake(at: 10)
        #expect(probe.cancelled(at: 11) == ["stop a2", "stop a1", "cancelled a"])
    }

    @Test func `a hedge needs a slot, and is forgotten when it is not needed any more`() throws {
        var probe = try MachineProbe(
            "a", "b", limits: { $0.maximumParallel = 2 }, options: ["a": Self.hedged(), "b": { _ in }])
        _ = probe.began()
        #expect(probe.wake(at: 10) == [])
        #expect(probe.succeeded("b1", at: 11) == ["succeeded b: result of b1", "hedge a2", "start a2"])
        #expect(probe.succeeded("a1", at: 12) == ["stop a2", "succeeded a: result of a1"])

        var other = try MachineProbe("a", limits: { $0.maximumParallel = 1 }, options: ["a": Self.hedged()])
        _ = other.began()
        #expect(other.wake(at: 10) == [])
        #expect(other.succeeded("a1", at: 12) == ["succeeded a: result of a1", "complete", "finish"])
    }

    @Test func `an agent with side effects is not hedged`() throws {
        for sideEffects in [SideEffects.idempotent, .external] {
            var probe = try MachineProbe("a", options: ["a": Self.hedged(sideEffects: sideEffects)])
            _ = probe.began()
            #expect(probe.nextWakeUp == nil)
        }
    }

    @Test func `an agent with side effects that says it is hedged counts on no budget when it fails`() throws {
        let report = try simulate { simulation in
            var options = AgentOptions()
            options.hedging = HedgingPolicy()
            var graph = AgentGraph()
            graph.add("a", options: options) { _ -> String in throw CancellationError() }
            return try await simulation.run(graph)
        }
        #expect(report["a"]?.state == .failed && report["a"]?.attempts == 1)
    }

    @Test func `both may give parts while they are at work`() throws {
        var probe = try MachineProbe("a", options: ["a": Self.hedged()])
        _ = probe.began()
        _ = probe.wake(at: 10)
        #expect(probe.produced("a1", at: 11) == ["partial a1"])
        #expect(probe.produced("a2", at: 11) == ["partial a2"])
        _ = probe.failed("a2", at: 12)
        #expect(probe.produced("a2", at: 13) == [])
        #expect(probe.produced("a1", at: 13) == ["partial a1"])
    }

    // MARK: The fallback agent

    @Test func `failed: the fallback agent is asked after the last attempt`() throws {
        var probe = try MachineProbe(
            "a",
            options: [
                "a": {
                    $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
                    $0.fallbackAgent = Silent()
                }
            ], door: .named)
        _ = probe.began()
        _ = probe.failed("a1", at: 1)
        _ = probe.wake(at: 1)
        #expect(
            probe.failed("a2", at: 2)
                == ["a2 again in 0 ms", "warning: 'a' asks its fallback agent: refused"])
        #expect(probe.wake(at: 2) == ["attempt a3", "start a3"])
        #expect(probe.succeeded("a3", at: 3) == ["succeeded a (fallback): result of a3", "complete", "finish"])
    }

    @Test func `failed: the fallback agent has one attempt, and the fallback covers both`() throws {
        for fallback in [nil, AgentOutput("enough")] {
            var probe = try MachineProbe(
                "a",
                options: [
                    "a": {
                        $0.retry = RetryPolicy(maximumAttempts: 3, backoff: .zero)
                        $0.fallbackAgent = Silent()
                        $0.fallback = fallback
                    }
                ], door: .named)
            _ = probe.began()
            _ = probe.failed("a1", at: 1, isRetryable: false)
            #expect(probe.wake(at: 1) == ["attempt a2", "start a2"])
            let end = probe.failed("a2", at: 2)
            #expect(
                end
                    == (fallback == nil
                        ? ["failed a2: refused", "failed", "finish"]
                        : [
                            "warning: 'a' uses its fallback: refused", "succeeded a (fallback): enough", "complete",
                            "finish",
                        ]))
        }
    }
}
