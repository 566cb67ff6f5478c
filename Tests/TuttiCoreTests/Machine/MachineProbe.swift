import Testing
import TuttiCore

/// A ``RunStateMachine`` that is fed by hand and answers in words: `start a1`, `skipped b: needs 'a', which failed`.
///
/// After every fact it checks the machine's own invariants, that sequence numbers are dense, that time does not go back,
/// and that nothing follows the end.
struct MachineProbe {
    private(set) var machine: RunStateMachine
    private(set) var events: [RunEvent] = []
    private let names: [String]
    private var hasFinished = false

    /// Creates a machine that has not begun.
    ///
    /// - Parameters:
    ///   - agents: An agent each, with what it depends on: `c: a b?` needs `a` and wants `b`, `d: 2of a b c` has a quorum.
    ///   - deadline: Milliseconds from the start.
    init(
        _ agents: String..., deadline: Int? = nil, limits: (inout RunLimits) -> Void = { _ in },
        options: [String: (inout AgentOptions) -> Void] = [:]
    ) throws {
        var graph = AgentGraph("machine")
        for agent in agents {
            let words = agent.split(whereSeparator: { " :".contains($0) }).map(String.init)
            var chosen = AgentOptions()
            options[words[0]]?(&chosen)
            graph.add(words[0], options: chosen) { _ in words[0] }
            try Self.connect(words[0], words.dropFirst(), &graph)
        }
        var bounds = RunLimits()
        limits(&bounds)
        self.names = graph.agentNames
        self.machine = RunStateMachine(
            run: RunID("test"), plan: try graph.plan(), limits: bounds, startingAt: .seconds(1000),
            deadline: deadline.map { .seconds(1000) + .milliseconds($0) }, seed: 1)
    }

    private static func connect(_ name: String, _ words: ArraySlice<String>, _ graph: inout AgentGraph) throws {
        var words = words
        if let count = words.first.flatMap({ $0.hasSuffix("of") ? Int($0.dropLast(2)) : nil }) {
            words.removeFirst()
            return try graph.addQuorum(of: name, count: count, from: Array(words))
        }
        for word in words {
            let isWanted = word.hasSuffix("?")
            try graph.addDependency(of: name, on: isWanted ? String(word.dropLast()) : word, isWanted ? .wants : .needs)
        }
    }

    // MARK: Facts, with instants in milliseconds since the start

    mutating func began() -> [String] { self.words(self.machine.began()) }

    mutating func succeeded(_ attempt: String, at now: Int) -> [String] {
        self.ended(attempt, .succeeded(output: "result of \(attempt)"), at: now)
    }

    mutating func failed(
        _ attempt: String, at now: Int, isRetryable: Bool = true, retryAfter: Duration? = nil
    ) -> [String] {
        self.ended(attempt, .failed(error: "refused", isRetryable: isRetryable, retryAfter: retryAfter), at: now)
    }

    mutating func decided(_ name: String, _ isWanted: Bool, at now: Int) -> [String] {
        self.words(self.machine.decided(self.index(name), isWanted, at: Self.instant(now)))
    }

    mutating func produced(_ attempt: String, at now: Int) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.words(self.machine.partialProduced(node, attempt: number, "text", at: Self.instant(now)))
    }

    mutating func used(_ attempt: String, at now: Int) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.words(
            self.machine.usageRecorded(node, attempt: number, Usage(inputTokens: 1), at: Self.instant(now)))
    }

    mutating func warned(at now: Int) -> [String] { self.words(self.machine.warned("look", at: Self.instant(now))) }
    mutating func cancelled(at now: Int) -> [String] { self.words(self.machine.cancelled(at: Self.instant(now))) }
    mutating func time(_ now: Int) -> [String] { self.words(self.machine.timePassed(to: Self.instant(now))) }

    /// Tells the time of the next wake-up, which must be this one.
    mutating func wake(at now: Int, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
        #expect(self.nextWakeUp == now, sourceLocation: sourceLocation)
        return self.time(now)
    }

    /// Milliseconds since the start; nil when nothing is due.
    var nextWakeUp: Int? { self.machine.nextWakeUp.map { Int(($0 - .seconds(1000)).milliseconds.rounded()) } }

    private mutating func ended(
        _ attempt: String, _ outcome: RunStateMachine.AttemptOutcome, at now: Int
    ) -> [String] {
        let (node, number) = self.parse(attempt)
        return self.words(self.machine.attemptEnded(node, attempt: number, outcome, at: Self.instant(now)))
    }

    private static func instant(_ milliseconds: Int) -> Duration { .seconds(1000) + .milliseconds(milliseconds) }
    private func index(_ name: String) -> Int { self.names.firstIndex(of: name) ?? 0 }
    private func parse(_ attempt: String) -> (node: Int, attempt: Int) {
        (self.index(String(attempt.dropLast())), attempt.last?.wholeNumberValue ?? 0)
    }

    // MARK: Actions

    private mutating func words(_ actions: [RunStateMachine.Action]) -> [String] {
        self.machine.checkInvariants()
        #expect(!self.hasFinished || actions.isEmpty, "nothing follows the end")
        return actions.map { action in
            switch action {
            case .decide(let node): return "decide \(self.names[node])"
            case .start(let node, let attempt, let deadline):
                let end = deadline.map { " by \(($0 - .seconds(1000)).shortText)" } ?? ""
                return "start \(self.names[node])\(attempt)\(end)"
            case .stop(let node, let attempt): return "stop \(self.names[node])\(attempt)"
            case .finish:
                self.hasFinished = true
                return "finish"
            case .emit(let event):
                #expect(event.sequence == self.events.count + 1)
                #expect(event.time >= self.events.last?.time ?? .zero)
                self.events.append(event)
                return event.kind.words
            }
        }
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
        case .attemptStarted(let agent, let attempt): "attempt \(agent)\(attempt)"
        case .attemptFailed(let agent, let attempt, _, let retryIn): "\(agent)\(attempt) again in \(retryIn.shortText)"
        case .attemptAbandoned(let agent, let attempt): "abandoned \(agent)\(attempt)"
        case .agentPartial(let agent, let attempt, _): "partial \(agent)\(attempt)"
        case .agentSucceeded(let agent, _, let output, let fallbackReason):
            "succeeded \(agent)\(fallbackReason != nil ? " (fallback)" : ""): \(output)"
        case .agentFailed(let agent, let attempt, let error): "failed \(agent)\(attempt): \(error)"
        case .agentTimedOut(let agent, let attempt, let error, let limit):
            "timed out \(agent)\(attempt) (\(limit.rawValue)): \(error)"
        case .agentCancelled(let agent): "cancelled \(agent)"
        case .agentSkipped(let agent, let reason): "skipped \(agent): \(reason)"
        case .lateResult(let agent, let attempt): "late \(agent)\(attempt)"
        case .usageRecorded(let agent, let attempt, _): "used \(agent)\(attempt)"
        case .limitWaited(let agent, let waited): "waited \(agent) \(waited.shortText)"
        case .answerDelta(let agent, let attempt, _): "answer \(agent)\(attempt)"
        case .warning(let message): "warning: \(message)"
        case .runFinished(let status): "\(status.rawValue)"
        case .gap(let missed): "gap \(missed)"
        }
    }
}
