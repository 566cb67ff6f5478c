import TuttiCore
import TuttiSimulation

/// A run that was written down by hand, to be made wrong in one place.
///
/// Two agents: `b` needs `a`. Each takes 10 ms, there is a deadline at 100 ms, and all is well.
struct HandMade {
    var world = World(name: "hand")
    var kinds: [(milliseconds: Int, kind: RunEvent.Kind)] = []
    var witness = Witness.Log()
    let run = RunID("by hand")

    init() {
        var (a, b) = (World.Member(name: "a"), World.Member(name: "b"))
        a.attempts = [World.Attempt(duration: .milliseconds(10))]
        b.attempts = a.attempts
        b.needs = [0]
        self.world.members = [a, b]
        self.world.deadline = .milliseconds(100)
        let result = Self.result("a")
        self.kinds = [
            (0, .runStarted(workflow: "hand", agents: ["a", "b"], deadline: .milliseconds(100))),
            (0, .agentStarted(agent: "a", budget: .milliseconds(100), missing: [])),
            (0, .attemptStarted(agent: "a", attempt: 1)),
            (10, .agentSucceeded(agent: "a", attempt: 1, output: result, fallbackReason: nil)),
            (10, .agentStarted(agent: "b", budget: .milliseconds(90), missing: [])),
            (10, .attemptStarted(agent: "b", attempt: 1)),
            (20, .agentSucceeded(agent: "b", attempt: 1, output: Self.result("b", "a=\(result)"), fallbackReason: nil)),
            (20, .runFinished(status: .complete)),
        ]
        self.witness.attempts = [Self.call(0, 0...10), Self.call(1, 10...20)]
    }

    static func result(_ name: String, _ inputs: String...) -> String {
        World.result(of: name, attempt: 1, inputs: inputs)
    }

    /// A call of an agent's body that gave a result.
    static func call(_ agent: Int, _ time: ClosedRange<Int>, number: Int = 1) -> Witness.Attempt {
        var call = Witness.Attempt(
            agent: agent, number: number, began: .milliseconds(time.lowerBound), deadline: .milliseconds(100),
            wasCancelledBefore: false)
        call.ended = .milliseconds(time.upperBound)
        call.hasSucceeded = true
        return call
    }

    /// What the judge says of it.
    var violations: [String] {
        let events = self.kinds.enumerated().map { index, event in
            RunEvent(
                run: self.run, sequence: index + 1, time: .milliseconds(event.milliseconds), kind: event.kind)
        }
        return WorldChecker.violations(
            of: Evidence(world: self.world, run: self.run, events: events, report: nil, witness: self.witness))
    }
}
