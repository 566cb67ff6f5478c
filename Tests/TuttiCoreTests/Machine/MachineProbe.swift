import Testing
import TuttiCore

/// A ``RunStateMachine`` that is fed by hand and answers in words: `start a1`, `skipped b: needs 'a', which failed`.
///
/// After every fact it checks the machine's own invariants, that sequence numbers are dense, that time does not go back,
/// and that nothing follows the end.
struct MachineProbe {
    /// What kind of result the agents give.
    enum Door { case typed, named }

    private(set) var machine: RunStateMachine
    private(set) var events: [RunEvent] = []
    private let plan: ExecutionPlan
    private let names: [String]
    /// The lane of each attempt, by its name, and of each agent that is asked about.
    private var lanes: [String: Int] = [:]
    private var hasFinished = false

    /// Creates a machine that has not begun.
    ///
    /// - Parameters:
    ///   - agents: An agent each, with what it depends on: `c: a b?` needs `a` and wants `b`, `d: 2of a b c` has a quorum,
    ///     `d: 1of a b & c` has one and needs `c`, `d: race a b` starts with the first of both, `d: a!` is chosen by `a`.
    ///   - deadline: Milliseconds from the start.
    init(
        _ agents: String..., deadline: Int? = nil, limits: (inout RunLimits) -> Void = { _ in },
        options: [String: (inout AgentOptions) -> Void] = [:], door: Door = .typed
    ) throws {
        var graph = AgentGraph("machine")
        for agent in agents {
            let words = agent.split(whereSeparator: { " :".contains($0) }).map(String.init)
            var chosen = AgentOptions()
            options[words[0]]?(&chosen)
            switch door {
            case .typed: graph.add(words[0], options: chosen) { _ in words[0] }
            case .named: graph.add(words[0], options: chosen) { _ in AgentOutput(words[0]) }
            }
            try Self.connect(words[0], words.dropFirst(), &graph)
        }
        var bounds = RunLimits()
        bounds.stoppingGrace = .milliseconds(1)
        limits(&bounds)
        self.names = graph.agentNames
        self.plan = try graph.plan()
        self.machine = RunStateMachine(
            plan: self.plan, limits: bounds, startingAt: Self.instant(0),
            deadline: deadline.map(Self.instant) ?? .never,
            seed: 1, isObserved: true)
    }

    private static func connect(_ name: String, _ words: ArraySlice<String>, _ graph: inout AgentGraph) throws {
        var words = words
        if words.first == "race" {
            let group = words.dropFirst().prefix { $0 != "&" }
            try graph.addRace(of: name, from: Array(group))
            words = words.dropFirst(group.count + 2)
        }
        if let count = words.first.flatMap({ $0.hasSuffix("of") ? Int($0.dropLast(2)) : nil }) {
            let group = words.dropFirst().prefix { $0 != "&" }
            try graph.addQuorum(of: name, count: count, from: Array(group))
            words = words.dropFirst(group.count + 2)
        }
        for word in words {
            let kind: DependencyEdge.Kind = word.hasSuffix("?") ? .wants : word.hasSuffix("!") ? .choice : .needs
            try graph.addDependency(of: name, on: kind == .needs ? word : String(word.dropLast()), kind)
        }
    }

    // MARK: Facts, with instants in milliseconds since the start

    mutating func began() -> [String] {
        self.words { machine in
            machine.began()
            return nil
        }
    }

    mutating func succeeded(_ attempt: String, at now: Int) -> [String] { self.ended(attempt, .succeeded, at: now) }

    mutating func failed(
        _ attempt: String, at now: Int, isRetryable: Bool = true, retryAfter: Duration? = nil
    ) -> [String] {
        self.ended(attempt, .failed(error: "refused", isRetryable: isRetryable, retryAfter: retryAfter), at: now)
    }

    mutating func decided(_ name: String, _ isWanted: Bool, at now: Int) -> [String] {
        guard let lane = self.lanes.removeValue(forKey: name) else { return [] }
        return self.words(on: lane) { $0.decided(on: lane, isWanted, at: Self.instant(now)) }
    }

    mutating func produced(_ attempt: String, at now: Int) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.words { machine in
            machine.partialProduced(node, attempt: number, "text", at: Self.instant(now))
            return nil
        }
    }

    mutating func used(_ attempt: String, at now: Int) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.words { machine in
            machine.usageRecorded(node, attempt: number, Usage(inputTokens: 1), at: Self.instant(now))
            return nil
        }
    }

    mutating func chose(
        _ name: String, after names: [String] = [], isSpeculative: Bool = false, by attempt: String, at now: Int
    ) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.fact {
            $0.chose(
                name, after: names, isSpeculative: isSpeculative, by: node, attempt: number, at: Self.instant(now))
        }
    }

    mutating func dismissed(_ name: String, by attempt: String, at now: Int) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.fact { $0.dismissed(name, by: node, attempt: number, at: Self.instant(now)) }
    }

    mutating func warned(at now: Int) -> [String] { self.fact { $0.warned("look", at: Self.instant(now)) } }
    mutating func cancelled(at now: Int) -> [String] { self.fact { $0.cancelled(at: Self.instant(now)) } }
    mutating func time(_ now: Int, doingAtMost count: Int = .max) -> [String] {
        self.fact { $0.timePassed(to: Self.instant(now), doingAtMost: count) }
    }

    /// Tells the time of the next wake-up, which must be this one.
    mutating func wake(at now: Int, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
        #expect(self.nextWakeUp == now, sourceLocation: sourceLocation)
        return self.time(now)
    }

    /// Milliseconds since the start; nil when nothing is due.
    var nextWakeUp: Int? {
        let next = self.machine.nextWakeUp
        return next == .never ? nil : Int((next - Self.instant(0)) / 1_000_000)
    }

    private mutating func ended(
        _ attempt: String, _ outcome: RunStateMachine.AttemptOutcome, at now: Int
    ) -> [String] {
        guard let lane = self.lanes.removeValue(forKey: attempt) else { return [] }
        return self.words(on: lane) { $0.attemptEnded(on: lane, outcome, at: Self.instant(now)) }
    }

    private mutating func fact(_ fact: (inout RunStateMachine) -> Void) -> [String] {
        self.words { machine in
            fact(&machine)
            return nil
        }
    }

    private static func instant(_ milliseconds: Int) -> Nanoseconds {
        1_000_000_000_000 + Int64(milliseconds) * 1_000_000
    }
    private func parse(_ attempt: String) -> (node: Int, attempt: Int) {
        (self.names.firstIndex(of: String(attempt.dropLast())) ?? 0, attempt.last?.wholeNumberValue ?? 0)
    }

    // MARK: Orders

    /// Tells a fact, starts lanes while there is work for them, and says what was ordered.
    private mutating func words(
        on lane: Int = -1, _ fact: (inout RunStateMachine) -> RunStateMachine.Order?
    ) -> [String] {
        let wasFinished = self.hasFinished
        let order = fact(&self.machine)
        var words = self.takeOrders(order, on: lane)
        while let isolation = self.machine.neededLane {
            let lane = self.machine.openLane(isolation).lane
            words += self.takeOrders(self.machine.laneArrived(lane, at: 0), on: lane)
        }
        if self.machine.hasFinished, !self.hasFinished {
            self.hasFinished = true
            words.append("finish")
        }
        #expect(!wasFinished || words.isEmpty, "nothing follows the end")
        return words
    }

    private mutating func takeOrders(_ order: RunStateMachine.Order?, on lane: Int) -> [String] {
        self.machine.checkInvariants()
        var words = self.machine.stops.map { lane in "stop \(self.lanes.first { $0.value == lane }?.key ?? "?")" }
        self.machine.stops = []
        for record in self.machine.events {
            let event = record.event(self.events.count + 1, of: RunID("test"), self.plan) { node in
                "result of \(self.names[node])\(record.attempt)"
            }
            #expect(event.time >= self.events.last?.time ?? .zero)
            self.events.append(event)
            words.append(event.kind.words)
        }
        self.machine.events = []
        switch order {
        case .decide(let node, _):
            self.lanes[self.names[node]] = lane
            words.append("decide \(self.names[node])")
        case .start(let node, let attempt, let deadline):
            let name = "\(self.names[node])\(attempt)"
            self.lanes[name] = lane
            let end = deadline == .never ? "" : " by \((deadline - Self.instant(0)).duration.shortText)"
            words.append("start \(name)\(end)")
        case nil: break
        }
        return words
    }
}

extension RunEvent.Kind {
    /// The event in a few words.
    fileprivate var words: String {
        switch self {
        case .runStarted: "began"
        case .agentStarted(let agent, let budget, let missing):
            (["+\(agent)"] + (budget.map { ["for \($0.shortText)"] } ?? [])
                + missing.map { "without \($0.name) (\($0.reason))" }).joined(separator: " ")
        case .agentChosen(let agent, let chooser, let isSpeculative):
            "\(chooser) \(isSpeculative ? "expects" : "chooses") \(agent)"
        case .attemptStarted(let agent, let attempt): "attempt \(agent)\(attempt)"
        case .hedgeStarted(let agent, let attempt): "hedge \(agent)\(attempt)"
        case .attemptFailed(let agent, let attempt, _, let retryIn):
            "\(agent)\(attempt) \(retryIn.map { "again in \($0.shortText)" } ?? "leaves it to others")"
        case .attemptAbandoned(let agent, let attempt): "abandoned \(agent)\(attempt)"
        case .agentPartial(let agent, let attempt, _): "partial \(agent)\(attempt)"
        case .agentSucceeded(let agent, _, let output, let fallbackReason):
            "succeeded \(agent)\(fallbackReason != nil ? " (fallback)" : ""): \(output)"
        case .agentFailed(let agent, let attempt, let error): "failed \(agent)\(attempt): \(error)"
        case .agentTimedOut(let agent, let attempt, let error, let limit):
            "timed out \(agent)\(attempt) (\(limit.rawValue)): \(error)"
        case .agentCancelled(let agent, let reason): "cancelled \(agent)\(reason.map { ": \($0)" } ?? "")"
        case .agentSkipped(let agent, let reason): "skipped \(agent): \(reason)"
        case .lateResult(let agent, let attempt): "late \(agent)\(attempt)"
        case .usageRecorded(let agent, let attempt, _): "used \(agent)\(attempt)"
        case .partEnded(let agent, _, let part): "part \(part.name) of \(agent) \(part.state)"
        case .limitWaited(let agent, let waited): "waited \(agent) \(waited.shortText)"
        case .cacheAnswered(let agent, let attempt, let age, let isStale):
            "\(isStale ? "stale" : "cached") \(agent)\(attempt) of \(age.shortText)"
        case .answerDelta(let agent, let attempt, _): "answer \(agent)\(attempt)"
        case .warning(let message): "warning: \(message)"
        case .runFinished(let status): "\(status.rawValue)"
        case .gap(let missed): "gap \(missed)"
        }
    }
}
