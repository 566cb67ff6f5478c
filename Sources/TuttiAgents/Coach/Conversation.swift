/// What was said in one session, within bounds: the oldest turns are forgotten first.
public struct Conversation: Sendable {
    /// One message and its answer.
    public struct Turn: Sendable {
        /// What the person wrote.
        public var message: String
        /// What the coach answered.
        public var reply: String
        /// How far the conversation went for it.
        public var stage: CoachReply.Stage
        /// When the message came; nil when nobody told the time.
        public var date: Timestamp?
        /// Whether the answer only quotes.
        public var isExtract = false
        /// Whether the memory has it.
        public internal(set) var isRemembered = false
        var number = 0
    }

    /// The bounds of a conversation.
    public struct Limits: Hashable, Sendable {
        /// The most turns that are kept, at least 1.
        public var maximumTurns = 40
        /// The most bytes of all messages and replies that are kept.
        public var maximumBytes = 64 << 10
        /// The most bytes of the conversation that a model is shown.
        public var maximumContext = 8 << 10

        /// Creates the defaults.
        public init() {}
    }

    /// The turns, oldest first.
    public private(set) var turns: [Turn] = []
    private let limits: Limits
    private var lastNumber = 0

    init(_ limits: Limits) { self.limits = limits }

    /// Adds a turn and forgets what no longer fits; the newest turn always stays, cut to the bound.
    mutating func add(_ turn: Turn) {
        self.lastNumber += 1
        var turn = turn
        turn.number = self.lastNumber
        turn.message = turn.message.prefix(bytes: self.limits.maximumBytes / 2)
        turn.reply = turn.reply.prefix(bytes: self.limits.maximumBytes / 2)
        self.turns.append(turn)
        while self.turns.count > max(1, self.limits.maximumTurns) { self.turns.removeFirst() }
        while self.turns.count > 1, self.size > self.limits.maximumBytes { self.turns.removeFirst() }
    }

    mutating func markRemembered(_ numbers: [Int]) {
        for index in self.turns.indices where numbers.contains(self.turns[index].number) {
            self.turns[index].isRemembered = true
        }
    }

    private var size: Int { self.turns.reduce(0) { $0 + $1.message.utf8.count + $1.reply.utf8.count } }

    /// The newest turns that fit, oldest first; a long reply is shown by its beginning.
    var background: String {
        var lines: [String] = []
        var size = 0
        for turn in self.turns.reversed() {
            let line = "Person: \(turn.message.prefix(bytes: 1500))\nCoach: \(turn.reply.prefix(bytes: 1500))"
            size += line.utf8.count + 1
            guard size <= self.limits.maximumContext else { break }
            lines.append(line)
        }
        return lines.reversed().joined(separator: "\n")
    }
}

extension Conversation.Turn {
    /// The turn for the memory; nil for small talk.
    ///
    /// Of an answer that only quotes nothing is kept: the memory has those words already, and would find them twice.
    func memoryEntry(utcOffset: Int) -> MemoryEntry? {
        guard let date, CoordinationHeuristic.smallTalk(self.message) == nil else { return nil }
        var text = "I said: \(self.message)"
        let answer = Quote.clipped(Quote.plain(self.reply), to: 600)
        if !self.isExtract, !answer.isEmpty { text += "\nThe coach answered: \(answer)" }
        let day = CalendarDay(containing: date, utcOffset: utcOffset)
        return MemoryEntry(kind: .conversation, text: text, source: "conversation \(day)", date: date)
    }
}
