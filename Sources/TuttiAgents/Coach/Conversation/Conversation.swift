/// What was said in one session, within bounds: the newest turns word for word, of older ones a summary and their facts.
///
/// Nothing is lost in silence: what a turn told is noted as a fact when it is added, so that the facts stand in for every
/// turn that no summary tells of and that is not shown word for word.
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
        public var isExtract: Bool
        /// Whether the memory has it.
        public internal(set) var isRemembered = false
        /// Counts the turns of the session from 1.
        public internal(set) var number = 0
        /// The turn as a model is shown it, and the bytes that this takes in JSON.
        var line = ""
        var lineLength = 0
        var size: Int { self.message.utf8.count + self.reply.utf8.count }

        package init(
            message: String, reply: String, stage: CoachReply.Stage = .conversation, date: Timestamp? = nil,
            isExtract: Bool = false
        ) {
            self.message = message
            self.reply = reply
            self.stage = stage
            self.date = date
            self.isExtract = isExtract
        }
    }

    /// The newest turns, oldest first.
    public private(set) var turns: [Turn] = []
    /// What a model made of the turns up to ``summarizedTurns``; empty when there is no summary.
    public private(set) var summary = ""
    /// The number of the last turn that the summary tells of; 0 for none.
    public private(set) var summarizedTurns = 0
    /// What earlier sessions came to, for a model.
    package var recalled = ""
    package private(set) var facts = FactList()
    let limits: Limits
    /// Turns that are no longer kept for the conversation, only until the memory has them.
    private var waiting: [Turn] = []
    private var waitingBytes = 0
    private(set) var lastNumber = 0

    package init(_ limits: Limits) { self.limits = limits }

    /// Adds a turn, notes its facts, and forgets the words of the oldest that no longer fit; the newest turn always stays,
    /// cut to the bound.
    package mutating func add(_ turn: Turn) {
        self.lastNumber += 1
        var turn = turn
        turn.number = self.lastNumber
        for fact in FactFinder.facts(in: turn.message, turn: turn.number) { self.facts.add(fact) }
        turn.message = turn.message.prefix(bytes: self.limits.maximumBytes / 2)
        turn.reply = turn.reply.prefix(bytes: self.limits.maximumBytes / 2)
        turn.line = self.line(of: turn)
        turn.lineLength = turn.line.jsonLength
        self.turns.append(turn)
        while self.turns.count > max(1, self.limits.maximumTurns) { self.removeFirst() }
        while self.turns.count > 1, self.turns.reduce(0, { $0 + $1.size }) > self.limits.maximumBytes {
            self.removeFirst()
        }
    }

    private mutating func removeFirst() {
        let turn = self.turns.removeFirst()
        // Without a date nobody is going to remember it.
        guard !turn.isRemembered, turn.date != nil else { return }
        self.waiting.append(turn)
        self.waitingBytes += turn.size
        while self.waitingBytes > self.limits.maximumWaitingBytes {
            self.waitingBytes -= self.waiting.removeFirst().size
        }
    }

    // MARK: What the memory does not have

    /// The turns that the memory does not have, oldest first.
    package var unremembered: [Turn] { self.waiting + self.turns.filter { !$0.isRemembered } }

    /// Takes note that the memory has the turns up to a number.
    package mutating func markRemembered(through number: Int) {
        self.waiting.removeAll { $0.number <= number }
        self.waitingBytes = self.waiting.reduce(0) { $0 + $1.size }
        for index in self.turns.indices where self.turns[index].number <= number {
            self.turns[index].isRemembered = true
        }
    }
}

// MARK: Folding

extension Conversation {
    /// The oldest turns that no summary tells of, once all those have grown too large; empty before that.
    ///
    /// The two newest turns are never folded.
    package var turnsToFold: [Turn] {
        let open = self.turns.filter { $0.number > self.summarizedTurns }
        var size = open.reduce(0) { $0 + $1.lineLength }
        guard size > self.limits.foldingBytes else { return [] }
        var folded: [Turn] = []
        var taken = 0
        for turn in open.dropLast(2) {
            guard size > self.limits.foldedBytes else { break }
            taken += turn.lineLength + 2
            guard taken <= self.limits.foldableBytes else { break }
            size -= turn.lineLength
            folded.append(turn)
        }
        return folded
    }

    /// Takes over a summary that tells of everything up to a turn; an empty one changes nothing.
    package mutating func fold(through number: Int, into summary: String) {
        let text = summary.prefix(jsonBytes: self.limits.summaryBytes)
        guard text.contains(where: { !$0.isWhitespace }), number > self.summarizedTurns else { return }
        self.summary = text
        self.summarizedTurns = min(number, self.lastNumber)
    }

    private func line(of turn: Turn) -> String {
        let bound = self.limits.turnPartBytes
        return "Person: \(turn.message.prefix(jsonBytes: bound))\nCoach: \(turn.reply.prefix(jsonBytes: bound))"
    }
}
