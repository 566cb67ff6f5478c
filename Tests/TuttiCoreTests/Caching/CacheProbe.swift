import TuttiCore

/// A cache's machine that is fed by hand, with seconds and one letter questions, and answers in words.
///
/// After every fact it checks the machine's own invariants.
struct CacheProbe {
    private(set) var machine: ResultCache.Machine

    init(entries: Int = 10, bytes: Int = 10_000) {
        self.machine = ResultCache.Machine(.init(maximumEntries: entries, maximumBytes: bytes))
    }

    static func key(_ question: String) -> ResultCache.Key {
        ResultCache.Key(agent: "a", identity: "", request: question, text: question)
    }

    /// An attempt asks: `call`, `wait` or what it is answered.
    mutating func ask(
        _ question: String, _ ticket: ResultCache.Ticket, of run: String? = nil, ttl: Int = 10, stale: Int = 0,
        at time: Int = 0
    ) -> String {
        defer { self.machine.checkInvariants() }
        let policy = CachePolicy(timeToLive: .seconds(ttl), staleIfError: .seconds(stale))
        let caller = ResultCache.Caller(run: RunID(run ?? "run \(ticket)"), agent: "a")
        switch self.machine.asked(Self.key(question), by: ticket, of: caller, policy, at: Self.instant(time)) {
        case .call: return "call"
        case .wait: return "wait"
        case .answer(let answer): return Self.words(answer)
        }
    }

    mutating func succeed(_ question: String, _ ticket: ResultCache.Ticket, _ output: String, at time: Int = 0)
        -> [String]
    {
        self.tell { $0.callSucceeded(ticket, Self.key(question), AgentOutput(output), at: Self.instant(time)) }
    }

    mutating func fail(
        _ question: String, _ ticket: ResultCache.Ticket, isOutOfTime: Bool = false, at time: Int = 0
    ) -> [String] {
        self.tell { $0.callFailed(ticket, Self.key(question), isOutOfTime: isOutOfTime, at: Self.instant(time)) }
    }

    mutating func giveUp(_ question: String, _ ticket: ResultCache.Ticket) -> [String] {
        self.tell { $0.gaveUp(ticket, Self.key(question)) }
    }

    /// Asks and answers at once.
    mutating func keep(_ question: String, _ ticket: ResultCache.Ticket, _ output: String, at time: Int = 0) {
        _ = self.ask(question, ticket, ttl: 1_000, at: time)
        _ = self.succeed(question, ticket, output, at: time)
    }

    private mutating func tell(_ fact: (inout ResultCache.Machine) -> ResultCache.Machine.Orders) -> [String] {
        let orders = fact(&self.machine)
        self.machine.checkInvariants()
        return orders.map { ticket, order in
            switch order {
            case .call: "\(ticket): call"
            case .fail: "\(ticket): fail"
            case .answer(let answer): "\(ticket): \(Self.words(answer))"
            }
        }
    }

    private static func instant(_ seconds: Int) -> Nanoseconds { Nanoseconds(seconds) * 1_000_000_000 }

    private static func words(_ answer: ResultCache.Answer) -> String {
        "\(answer.isStale ? "stale " : "")\(answer.output.text) of \((answer.age ?? -1) / 1_000_000_000) s"
    }
}
