extension TextChunker {
    /// The characters of a word that is cut all the same.
    private static let maximumWordLength = 2048

    /// When ``timePassed(to:)`` is to be called; nil while nothing is held that could be given out.
    ///
    /// A word that may still grow is not given out, however long that takes, nor is a code block.
    public var nextDeadline: Duration? {
        guard let age = self.configuration.maximumAge, self.agedCut != nil else { return nil }
        return self.since + age
    }

    /// Takes it that so much time has passed, and returns what has been held for too long, as far as it can be spoken.
    public mutating func timePassed(to now: Duration) -> [TextChunk] {
        var chunks: [TextChunk] = []
        while let deadline = self.nextDeadline, deadline <= now, let (cut, boundary) = self.agedCut {
            self.cut(at: cut, boundary, &chunks)
        }
        return chunks
    }

    /// The place behind the last scalar.
    var here: Cut { Cut(offset: self.held.count, width: self.width, since: self.now) }

    var isCode: Bool {
        if case .code = self.block { return true }
        return false
    }

    // MARK: Where it is natural

    mutating func endSentence(at cut: Cut, _ chunks: inout [TextChunk]) {
        if self.block == .paragraph {
            self.cut(at: cut, .sentence, &chunks)
        } else {
            self.sentenceBreak = cut
        }
    }

    mutating func endClause(at cut: Cut, _ chunks: inout [TextChunk]) {
        let minimum = self.configuration.minimumFirstLength
        if self.isFirst, self.block == .paragraph, let minimum, cut.width >= minimum {
            self.cut(at: cut, .clause, &chunks)
        } else {
            self.clauseBreak = cut
        }
    }

    /// Begins a block with the line that is being looked at.
    mutating func begin(_ block: LineStart.Block, _ chunks: inout [TextChunk]) {
        if let lineGap { self.cut(at: lineGap, .block, &chunks) }
        self.block = block
        self.lineGap = nil
        self.gap = nil
        self.forgetBreaks()
        self.sentenceEnd = nil
        self.pause = .none
        self.isInlineCode = false
    }

    // MARK: Where it must be

    /// Where text that has been held for too long is cut: at the last sentence, else the last clause, else the last word.
    private var agedCut: (cut: Cut, boundary: TextChunk.Boundary)? {
        guard !self.isCode else { return nil }
        if let end = self.sentenceEnd, end.kind != .ordinal, end.kind != .beforeNumber {
            // Silence behind a full stop: that was the end of the sentence.
            return (end.gap ?? self.here, .sentence)
        }
        return self.bestBreak { _ in true }
    }

    private func bestBreak(_ isUsable: (Cut) -> Bool) -> (cut: Cut, boundary: TextChunk.Boundary)? {
        if let cut = self.sentenceBreak, isUsable(cut) { return (cut, .sentence) }
        if let cut = self.clauseBreak, isUsable(cut) { return (cut, .clause) }
        return self.wordBreak.map { ($0, .word) }
    }

    /// Cuts a text that is too long: at a sentence or clause in its last two thirds, else between words, or, in a word
    /// that is endless, between characters.
    mutating func cutForLength(_ chunks: inout [TextChunk]) {
        let length = max(self.configuration.maximumLength, 16)
        let limit = self.isCode ? max(self.configuration.maximumCodeLength, length) : length
        guard self.width > limit else { return }
        if let (cut, boundary) = self.bestBreak({ $0.width * 3 >= limit }) {
            return self.cut(at: cut, boundary, &chunks)
        }
        guard self.width > max(limit, Self.maximumWordLength), self.width >= self.nextAttempt else { return }
        // The last character may still grow. Tried again at twice the length, so that it stays in proportion.
        let text = self.heldText
        self.work += self.held.count
        let kept = text.last.map { String($0) } ?? ""
        self.nextAttempt = self.width * 2
        let keptWidth = kept.unicodeScalars.reduce(0) { $0 + ScalarKind($1).width }
        let cut = Cut(
            offset: self.held.count - kept.utf8.count, width: self.width - keptWidth, since: self.now)
        self.cut(at: cut, .word, &chunks)
    }

    // MARK: Cutting

    mutating func cut(at cut: Cut, _ boundary: TextChunk.Boundary, _ chunks: inout [TextChunk]) {
        guard cut.offset > 0 else { return }
        chunks.append(
            TextChunk(String(decoding: self.held[..<cut.offset], as: UTF8.self), boundary, isCode: self.isCode))
        self.work += self.held.count
        self.held.removeFirst(cut.offset)
        self.width -= cut.width
        if self.textEnd > 0 { self.isFirst = false }
        self.textEnd = max(0, self.textEnd - cut.offset)
        self.since = cut.since
        self.nextAttempt = 0
        self.gap = self.gap?.behind(cut)
        self.lineGap = self.lineGap?.behind(cut)
        self.wordBreak = self.wordBreak?.behind(cut)
        self.clauseBreak = self.clauseBreak?.behind(cut)
        self.sentenceBreak = self.sentenceBreak?.behind(cut)
        self.sentenceEnd?.wasCut(at: cut)
        // An end that was given out itself ends nothing any more.
        if self.textEnd == 0 { self.sentenceEnd = nil }
    }

    private mutating func forgetBreaks() {
        self.wordBreak = nil
        self.clauseBreak = nil
        self.sentenceBreak = nil
    }
}

extension TextChunker.Cut {
    /// The same place when the text before `cut` is gone; nil when it is gone with it.
    func behind(_ cut: Self) -> Self? {
        guard self.offset > cut.offset else { return nil }
        return Self(offset: self.offset - cut.offset, width: self.width - cut.width, since: self.since)
    }
}
