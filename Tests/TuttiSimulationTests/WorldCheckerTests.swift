import Testing
import TuttiCore
import TuttiSimulation

/// The judge is not to be trusted before it has called each kind of wrong wrong.
@Suite struct WorldCheckerTests {
    @Test func `a run that is right is called right`() { #expect(HandMade().violations == []) }

    /// Changes the run and expects the judge to say this of it.
    private func expect(_ text: String, _ change: (inout HandMade) -> Void) {
        var run = HandMade()
        change(&run)
        let violations = run.violations
        #expect(violations.contains { $0.contains(text) }, "\(violations)")
    }

    // MARK: The frame

    @Test func `a first event that is not the start`() {
        self.expect("the first event is") { $0.kinds.removeFirst() }
        self.expect("the run starts with event 2") { $0.kinds.insert((0, .warning(message: "early")), at: 0) }
    }

    @Test func `an event after the end, and no end`() {
        self.expect("events follow the end") { $0.kinds.append((20, .warning(message: "late"))) }
        self.expect("the last event is") { $0.kinds.removeLast() }
    }

    @Test func `time that goes back`() {
        self.expect("time goes back") { $0.kinds[6].milliseconds = 5 }
    }

    @Test func `a gap where nothing was missed`() {
        self.expect("a gap") { $0.kinds.insert((15, .gap(missed: 1)), at: 6) }
    }

    @Test func `an agent that nobody knows`() {
        self.expect("an agent x") { $0.kinds.insert((15, .agentCancelled(agent: "x", reason: nil)), at: 6) }
    }

    @Test func `a deadline that was not given`() {
        self.expect("the deadline is") { $0.world.deadline = .milliseconds(99) }
    }

    // MARK: Starts

    @Test func `an agent that starts without what it needs`() {
        self.expect("b starts without a") { run in
            run.kinds.insert(run.kinds.remove(at: 4), at: 3)
            run.kinds[3].milliseconds = 5
        }
    }

    @Test func `an agent that does not wait for what it wants`() {
        self.expect("b does not wait for a") { run in
            (run.world.members[1].needs, run.world.members[1].wants) = ([], [0])
            run.kinds.insert(run.kinds.remove(at: 4), at: 3)
            run.kinds[3].milliseconds = 5
        }
    }

    @Test func `a quorum that is not reached`() {
        self.expect("b starts with 0 of 1") { run in
            (run.world.members[1].needs, run.world.members[1].quorum) = ([], [0])
            run.world.members[1].quorumCount = 1
            run.kinds.insert(run.kinds.remove(at: 4), at: 3)
            run.kinds[3].milliseconds = 5
        }
    }

    @Test func `an agent that starts against its condition`() {
        self.expect("b starts against its condition") { $0.world.members[1].isWanted = false }
    }

    @Test func `a budget that the rules do not give`() {
        self.expect("a has 99 ms") {
            $0.kinds[1].kind = .agentStarted(agent: "a", budget: .milliseconds(99), missing: [])
        }
    }

    @Test func `a start with less than is of use`() {
        self.expect("b starts with 90 ms") { $0.world.members[1].options.minimumBudget = .milliseconds(91) }
    }

    @Test func `an agent that starts late without a reason`() {
        self.expect("b waits for nothing until 12 ms") { run in
            for index in 4...5 { run.kinds[index].milliseconds = 12 }
            run.kinds[4].kind = .agentStarted(agent: "b", budget: .milliseconds(88), missing: [])
            for index in 6...7 { run.kinds[index].milliseconds = 22 }
            run.witness.attempts[1] = HandMade.call(1, 12...22)
        }
    }

    @Test func `more agents at work than may be`() {
        self.expect("2 are at work, 1 may") { run in
            run.world.configuration.maximumParallel = 1
            Self.runBothAtOnce(&run)
        }
    }

    @Test func `starts that are too near`() {
        self.expect("starts too soon") { run in
            run.world.configuration.startSpacing = .milliseconds(5)
            Self.runBothAtOnce(&run)
        }
    }

    private static func runBothAtOnce(_ run: inout HandMade) {
        run.world.members[1].needs = []
        run.kinds[4] = (0, .agentStarted(agent: "b", budget: .milliseconds(100), missing: []))
        run.kinds[5].milliseconds = 0
        run.kinds[6] = (10, .agentSucceeded(agent: "b", attempt: 1, output: HandMade.result("b"), fallbackReason: nil))
        run.kinds[7].milliseconds = 10
        run.kinds.insert(run.kinds.remove(at: 3), at: 5)
        run.witness.attempts[1] = HandMade.call(1, 0...10)
    }

    // MARK: Attempts and results

    @Test func `an attempt too many, and one with another number`() {
        self.expect("b#2 after 0") { $0.kinds[5].kind = .attemptStarted(agent: "b", attempt: 2) }
        self.expect("b#2 is one too many") { $0.kinds[5].kind = .attemptStarted(agent: "b", attempt: 2) }
    }

    @Test func `a retry after what can never succeed, too soon and too late`() {
        func retry(_ wait: Int, after ending: World.Ending) -> (inout HandMade) -> Void {
            { run in
                run.world.members[0].options.retry = RetryPolicy(maximumAttempts: 2, backoff: .milliseconds(20))
                run.world.members[0].attempts = [World.Attempt(duration: .milliseconds(10), ending: ending)]
                run.world.members[0].attempts.append(World.Attempt(duration: .milliseconds(10)))
                run.witness.attempts[0].hasSucceeded = false
                run.kinds[3].kind = .attemptFailed(
                    agent: "a", attempt: 1, error: "scripted failure", retryIn: .milliseconds(wait))
            }
        }
        self.expect("a retries after attempt 1", retry(5, after: .failsForGood))
        self.expect("a waits 5 ms, not 10 ms to 20 ms", retry(5, after: .fails(retryAfter: .milliseconds(10))))
        self.expect("a waits 21 ms, not 0 ms to 20 ms", retry(21, after: .fails(retryAfter: nil)))
        self.expect("a waits too long", retry(95, after: .fails(retryAfter: .milliseconds(95))))
    }

    @Test func `an agent that gives up although it may be tried again`() {
        self.expect("a is not tried again after attempt 1") { run in
            run.world.members[0].options.retry = RetryPolicy(maximumAttempts: 2, backoff: .milliseconds(20))
            run.world.members[0].attempts = [.init(duration: .milliseconds(10), ending: .fails(retryAfter: nil))]
            run.witness.attempts[0].hasSucceeded = false
            run.kinds[3].kind = .agentFailed(agent: "a", attempt: 1, error: "scripted failure")
        }
    }

    @Test func `a result of other inputs, and one at another time`() {
        self.expect("b gives") {
            $0.kinds[6].kind = .agentSucceeded(
                agent: "b", attempt: 1, output: HandMade.result("b", "a=other"), fallbackReason: nil)
        }
        self.expect("b#1 cannot succeed") { $0.kinds[6].milliseconds = 19 }
    }

    @Test func `a result that is not heeded`() {
        self.expect("b#1 had ended at 20 ms, unheeded") { run in
            run.kinds[6] = (100, .agentTimedOut(agent: "b", attempt: 1, error: "late", limit: .deadline))
            run.kinds[7] = (100, .runFinished(status: .nothing))
        }
    }

    @Test func `an agent that times out with time left`() {
        self.expect("b times out with time left") { run in
            run.kinds[6] = (15, .agentTimedOut(agent: "b", attempt: 1, error: "early", limit: .deadline))
            run.kinds[7] = (15, .runFinished(status: .nothing))
        }
    }

    @Test func `a body that is called and not told of, twice, or not at all`() {
        self.expect("b#1 is not called") { $0.witness.attempts.removeLast() }
        self.expect("once too often") { $0.witness.attempts.append(HandMade.call(1, 10...20)) }
        self.expect("begins cancelled") { $0.witness.attempts[1].wasCancelledBefore = true }
        self.expect("is called at 11 ms") { $0.witness.attempts[1].began = .milliseconds(11) }
        self.expect("b#1 sees") { $0.witness.attempts[1].deadline = .milliseconds(50) }
        self.expect("told to stop for nothing") { $0.witness.attempts[1].cancelled = .milliseconds(15) }
    }

    @Test func `parts and usage that do not arrive, or are made up`() {
        self.expect("0 parts of 1") { $0.witness.attempts[1].parts = [.milliseconds(15)] }
        self.expect("0 usages of 1") { $0.witness.attempts[1].usages = [.milliseconds(15)] }
        self.expect("1 parts of 0") {
            $0.kinds.insert((15, .agentPartial(agent: "b", attempt: 1, text: "?")), at: 6)
        }
        self.expect("a delta, not a part") {
            $0.kinds.insert((15, .answerDelta(agent: "b", attempt: 1, text: "?")), at: 6)
        }
    }

    // MARK: Ends

    @Test func `an agent that ends twice, and one that never does`() {
        self.expect("a ends twice") { $0.kinds.insert((10, .agentCancelled(agent: "a", reason: nil)), at: 4) }
        self.expect("b never ends") { $0.kinds.remove(at: 6) }
    }

    @Test func `a cancellation that nobody asked for, and one that is not heard`() {
        self.expect("b is cancelled by nobody") { $0.kinds[6].kind = .agentCancelled(agent: "b", reason: nil) }
        self.expect("b#1 starts after the cancellation") { $0.world.cancellation = .at(.milliseconds(5)) }
        self.expect("the run goes on after its cancellation") { $0.world.cancellation = .at(.milliseconds(12)) }
    }

    @Test func `an agent that outlives the first failure where that ends all`() {
        self.expect("b outlives the first failure") { run in
            run.world.configuration.failsFast = true
            run.world.members[0].attempts[0].ending = .fails(retryAfter: nil)
            run.witness.attempts[0].hasSucceeded = false
            run.kinds[3].kind = .agentFailed(agent: "a", attempt: 1, error: "scripted failure")
        }
    }

    @Test func `a skip that blames the wrong one`() {
        self.expect("blames b, no ancestor") { run in
            run.kinds[1...6] = [
                (0, .agentSkipped(agent: "b", reason: .ancestor(name: "b", state: .failed)))
            ]
        }
        self.expect("a is not failed") {
            $0.kinds[4...6] = [(10, .agentSkipped(agent: "b", reason: .ancestor(name: "a", state: .failed)))]
        }
        self.expect("can still succeed") {
            $0.kinds[4...6] = [(10, .agentSkipped(agent: "b", reason: .quorum(required: 0)))]
        }
        self.expect("skipped against its condition") {
            $0.kinds[4...6] = [(10, .agentSkipped(agent: "b", reason: .condition))]
        }
        self.expect("is skipped with 90 ms left") {
            $0.kinds[4...6] = [(10, .agentSkipped(agent: "b", reason: .time))]
        }
    }

    @Test func `a fallback that there is not`() {
        self.expect("b uses a fallback") {
            $0.kinds[6].kind = .agentSucceeded(agent: "b", attempt: 1, output: "?", fallbackReason: "why")
        }
    }

    @Test func `a status that is not what came of the agents`() {
        self.expect("the status is partial") { $0.kinds[7].kind = .runFinished(status: .partial) }
    }

    @Test func `a run that waits for nobody`() {
        self.expect("the run is over, not at 20 ms") { $0.kinds[7].milliseconds = 21 }
    }

    // MARK: Attempts that are told to stop

    /// `b` ignores its timeout of 5 ms until 20 ms.
    private static func stop(_ run: inout HandMade) {
        run.world.members[1].options.timeout = .milliseconds(5)
        run.world.members[1].attempts[0].hearing = .ignores
        run.world.configuration.stoppingGrace = .milliseconds(3)
        run.witness.attempts[1].deadline = .milliseconds(15)
        run.witness.attempts[1].cancelled = .milliseconds(15)
        run.kinds[4].kind = .agentStarted(agent: "b", budget: .milliseconds(5), missing: [])
        run.kinds[6...7] = [
            (15, .agentTimedOut(agent: "b", attempt: 1, error: "late", limit: .timeout)),
            (18, .attemptAbandoned(agent: "b", attempt: 1)), (18, .runFinished(status: .failed)),
        ]
    }

    @Test func `an attempt that is given up is right`() {
        var run = HandMade()
        Self.stop(&run)
        #expect(run.violations == [])
    }

    @Test func `an attempt that is given up too late, not at all, or without being told`() {
        self.expect("is given up, not at 18 ms") { run in
            Self.stop(&run)
            for index in 7...8 { run.kinds[index].milliseconds = 19 }
        }
        self.expect("is never given up") { run in
            Self.stop(&run)
            run.kinds.remove(at: 7)
        }
        self.expect("b#1 hears at") { run in
            Self.stop(&run)
            run.witness.attempts[1].cancelled = .milliseconds(16)
        }
    }

    @Test func `a late result that is not told, and one that is told and was none`() {
        self.expect("late: nil") { run in
            Self.stop(&run)
            run.witness.attempts[1].ended = .milliseconds(16)
            run.kinds[7...8] = [(16, .runFinished(status: .failed))]
            run.kinds.insert((17, .warning(message: "still here")), at: 7)
            run.kinds[8].milliseconds = 17
        }
        self.expect("is late, at 20 ms") { run in
            Self.stop(&run)
            run.kinds.insert((18, .lateResult(agent: "b", attempt: 1)), at: 8)
        }
    }
}
