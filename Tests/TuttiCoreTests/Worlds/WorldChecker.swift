import TuttiCore

/// Judges a run by its events, its graph and its script alone; knows nothing of how the runtime decides.
final class WorldChecker {
    struct Observed {
        var start: Duration?
        var budget: Duration?
        var attempt = 0
        /// Changed by ``WorldChecker/setOpen(_:_:)`` alone, which counts.
        var isAttemptOpen = false
        var attemptStart: Duration = .zero
        /// The inputs that the present attempt was given.
        var inputs: [String] = []
        var retryAt: Duration?
        var end: (state: AgentState, time: Duration)?
        var output: String?
        var hasRunOutOfTime = false
        var skipReason: SkipReason?
        var lateResults: Set<Int> = []
        var abandoned: Set<Int> = []
        var waited: Duration?
    }

    let world: World
    let events: [RunEvent]
    let indices: [String: Int]
    let remainingPaths: [Duration]
    let followingTimes: [Duration]
    /// Deadline − reserve; the deadline itself when nobody gives the answer.
    let cutOff: Duration?
    var observed: [Observed]
    var violations: [String] = []
    var now: Duration = .zero
    /// The attempts that hold a slot now.
    var held = 0
    /// The attempts that hold a slot after the last event of each instant.
    var slots: [(time: Duration, held: Int)] = [(.zero, 0)]

    init(_ world: World, _ events: [RunEvent]) {
        self.world = world
        self.events = events
        self.indices = Dictionary(uniqueKeysWithValues: zip(world.members.map(\.name), world.members.indices))
        self.remainingPaths = world.remainingPaths()
        self.followingTimes = world.followingTimes()
        self.cutOff = world.cutOff(self.remainingPaths)
        self.observed = Array(repeating: Observed(), count: world.members.count)
    }

    /// Everything that is wrong with the run; empty when nothing is.
    static func violations(of world: World, _ events: [RunEvent]) -> [String] {
        let checker = WorldChecker(world, events)
        checker.checkFrame()
        for event in events { checker.check(event) }
        checker.checkWhole()
        return checker.violations
    }

    func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { self.violations.append("\(self.now.shortText): \(message())") }
    }

    /// Invariant 14: dense from 1, one start first, one end last, time never goes back.
    private func checkFrame() {
        self.require(self.events.map(\.sequence) == Array(1...max(1, self.events.count)), "sequence is not dense")
        self.require(Set(self.events.map(\.run)).count == 1, "more than one run")
        let names = self.events.map(\.kind.wireName)
        self.require(names.first == "runStarted" && names.last == "runFinished", "frame \(names)")
        self.require(names.count { $0 == "runStarted" } == 1 && names.count { $0 == "runFinished" } == 1, "twice")
        for (earlier, later) in zip(self.events, self.events.dropFirst()) {
            self.require(earlier.time <= later.time, "time goes back at \(later.sequence)")
        }
    }

    private func check(_ event: RunEvent) {
        self.now = event.time
        switch event.kind {
        case .agentStarted(let agent, let budget, let missing): self.started(self.index(agent), budget, missing)
        case .attemptStarted(let agent, let attempt): self.attemptStarted(self.index(agent), attempt)
        case .attemptFailed(let agent, let attempt, _, let retryIn):
            self.attemptFailed(self.index(agent), attempt, retryIn)
        case .agentSucceeded(let agent, let attempt, let output, let fallbackReason):
            self.succeeded(self.index(agent), attempt, output, isFallback: fallbackReason != nil)
        case .agentFailed(let agent, let attempt, _): self.failed(self.index(agent), attempt)
        case .agentTimedOut(let agent, _, _, let limit):
            self.observed[self.index(agent)].hasRunOutOfTime = limit == .deadline
            self.ended(self.index(agent), .timedOut)
        case .agentCancelled(let agent): self.ended(self.index(agent), .cancelled)
        case .agentSkipped(let agent, let reason): self.skipped(self.index(agent), reason)
        case .attemptAbandoned(let agent, let attempt):
            let isNew = self.observed[self.index(agent)].abandoned.insert(attempt).inserted
            let isStubborn = self.world.members[self.index(agent)].attempts[attempt - 1].ignoresCancellation
            self.require(isNew && isStubborn, "\(agent)\(attempt) is abandoned")
        case .lateResult(let agent, let attempt):
            let isNew = self.observed[self.index(agent)].lateResults.insert(attempt).inserted
            self.require(isNew && attempt <= self.observed[self.index(agent)].attempt, "\(agent)\(attempt) is late")
        case .limitWaited(let agent, let waited): self.observed[self.index(agent)].waited = waited
        case .runFinished(let status): self.checkStatus(status)
        case .runStarted, .usageRecorded, .warning, .agentPartial, .answerDelta, .gap: break
        }
        if self.slots.last?.time == self.now { self.slots.removeLast() }
        self.slots.append((self.now, self.held))
    }

    func setOpen(_ index: Int, _ isOpen: Bool) {
        guard self.observed[index].isAttemptOpen != isOpen else { return }
        self.observed[index].isAttemptOpen = isOpen
        self.held += isOpen ? 1 : -1
    }

    private func index(_ agent: String) -> Int { self.indices[agent] ?? 0 }
    func name(_ index: Int) -> String { self.world.members[index].name }
}
