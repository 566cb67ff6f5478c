/// Turns a text that comes in pieces, such as the deltas of a model, into natural chunks: for a voice, which cannot
/// speak half a sentence well, and cannot wait for the whole either.
///
/// The first chunk is a clause, so that speech begins early; the others are sentences. List items, headings and fenced
/// code blocks are kept whole. A chunk ends before the white space that follows it, and that is known as soon as the
/// white space has come, at the latest with the character behind it.
///
/// Put together, the chunks are the text, byte for byte. Where they end depends on the text alone, not on the pieces, as
/// long as no text is held for longer than ``Configuration/maximumAge``. No character is split; only an accent that comes
/// later than that upon a full stop is a chunk's beginning.
///
/// A plain value without a clock: the caller says what time it is, and comes back at ``nextDeadline``. Each scalar is
/// looked at once, so a text costs time in proportion to its length, however small its pieces are.
public struct TextChunker: Sendable {
    /// A place where the held text can be cut.
    struct Cut: Hashable {
        /// The bytes of the held text before it.
        var offset: Int
        /// The length of the text before it.
        var width: Int
        /// When the text behind it came.
        var since: Duration
    }

    /// A clause mark that was just seen.
    enum Pause { case none, plain, wide }

    let configuration: Configuration
    /// The steps that were taken, to prove that they are in proportion to the text: scalars, and bytes read again.
    package internal(set) var work = 0

    // What is held.
    var held: [UInt8] = []
    var width = 0
    /// The bytes up to the last one that is no white space.
    var textEnd = 0
    var since = Duration.zero
    var now = Duration.zero
    var isFirst = true
    /// The width at which a text without any place to cut at is tried again.
    var nextAttempt = 0

    // Where it can be cut.
    /// The white space that ends the held text.
    var gap: Cut?
    /// The white space before the line that is being looked at.
    var lineGap: Cut?
    var wordBreak: Cut?
    var clauseBreak: Cut?
    var sentenceBreak: Cut?

    // Where the last scalar stands.
    var block = LineStart.Block.paragraph
    var line = LineStart()
    var sentenceEnd: SentenceEnd?
    var pause = Pause.none
    var isInSpace = true
    var newlines = 0
    var isInlineCode = false
    var previous: (scalar: Unicode.Scalar, kind: ScalarKind) = ("\n", .newline)

    /// Creates a chunker for one text.
    public init(_ configuration: Configuration = .init()) { self.configuration = configuration }

    /// The text that is held, which no chunk has yet.
    package var heldText: String { String(decoding: self.held, as: UTF8.self) }

    /// Takes the next piece of the text and returns the chunks that are complete with it.
    public mutating func append(_ piece: String, at now: Duration) -> [TextChunk] {
        var chunks = self.timePassed(to: now)
        self.now = now
        for scalar in piece.unicodeScalars { self.take(scalar, &chunks) }
        return chunks + self.timePassed(to: now)
    }

    /// Takes it that the text is over, and returns what is left of it. The next piece begins another text.
    public mutating func finish() -> [TextChunk] {
        var chunks: [TextChunk] = []
        let boundary: TextChunk.Boundary =
            self.isCode ? .block : self.sentenceEnd?.endsAtNewline ?? false ? .sentence : .end
        self.cut(at: self.here, boundary, &chunks)
        let work = self.work
        self = Self(self.configuration)
        self.work = work
        return chunks
    }

    // MARK: One scalar

    private mutating func take(_ scalar: Unicode.Scalar, _ chunks: inout [TextChunk]) {
        let kind = ScalarKind(scalar)
        if case .code(let fence) = self.block {
            self.tookInCode(scalar, kind, fence, &chunks)
        } else if kind.isSpace {
            self.tookSpace(scalar, kind, &chunks)
        } else {
            self.tookVisible(scalar, kind, &chunks)
        }
        if !kind.isSpace, self.textEnd == 0 { self.since = self.now }
        self.held.append(contentsOf: scalar.utf8)
        self.width += kind.width
        self.work += 1
        if !kind.isSpace { self.textEnd = self.held.count }
        self.previous = (scalar, kind)
        self.cutForLength(&chunks)
    }

    private mutating func tookSpace(_ scalar: Unicode.Scalar, _ kind: ScalarKind, _ chunks: inout [TextChunk]) {
        if let block = self.line.took(scalar, kind) {
            self.begin(block, &chunks)
        } else if !self.isInSpace {
            self.endWord(&chunks)
        }
        self.isInSpace = true
        let isSecondHalf = scalar == "\n" && self.previous.scalar == "\r"
        if kind == .newline, !isSecondHalf { self.endLine(&chunks) }
    }

    private mutating func endWord(_ chunks: inout [TextChunk]) {
        // The word may have been given out for its age, or hold on to the space.
        guard self.textEnd > 0, self.previous.kind != .prepender else { return self.sentenceEnd = nil }
        self.gap = self.here
        self.wordBreak = self.gap
        if self.sentenceEnd != nil {
            let here = self.here
            self.sentenceEnd?.tookSpace(at: here)
        } else if self.pause != .none {
            self.endClause(at: self.here, &chunks)
        }
        self.pause = .none
    }

    private mutating func endLine(_ chunks: inout [TextChunk]) {
        self.newlines += 1
        self.isInlineCode = false
        if let end = self.sentenceEnd, end.endsAtNewline, let gap = end.gap { self.endSentence(at: gap, &chunks) }
        self.sentenceEnd = nil
        if self.newlines > 1 || self.block == .heading {
            if let gap { self.cut(at: gap, .block, &chunks) }
            self.block = .paragraph
        } else if self.block == .paragraph, let gap {
            self.endClause(at: gap, &chunks)
        }
        self.lineGap = self.gap
        self.line = LineStart()
    }

    private mutating func tookVisible(_ scalar: Unicode.Scalar, _ kind: ScalarKind, _ chunks: inout [TextChunk]) {
        self.resolveEnd(before: scalar, kind, &chunks)
        self.resolvePause(before: kind, &chunks)
        if kind == .ideograph, self.previous.kind == .ideograph, self.textEnd > 0 { self.wordBreak = self.here }
        if !self.line.isText, let block = self.line.took(scalar, kind) { self.begin(block, &chunks) }
        self.isInSpace = false
        self.newlines = 0
        self.gap = nil
        if kind == .backtick { self.isInlineCode.toggle() }
        guard !self.isInlineCode else { return }
        switch kind {
        case .stop, .mark, .wideMark:
            self.sentenceEnd = SentenceEnd(scalar, kind, behind: self.held, looked: &self.work)
            self.pause = .none
        case .pause: self.pause = .plain
        case .widePause: self.pause = .wide
        default: break  // ends nothing
        }
    }

    private mutating func resolveEnd(
        before scalar: Unicode.Scalar, _ kind: ScalarKind, _ chunks: inout [TextChunk]
    ) {
        guard let end = self.sentenceEnd else { return }
        if let gap = end.gap {
            switch end.verdict(before: scalar, kind) {
            case .sentence: self.endSentence(at: gap, &chunks)
            case .clause: self.clauseBreak = gap
            case .nothing: break
            }
        } else if self.sentenceEnd?.includes(scalar, kind) ?? false {
            return
        } else if end.isFollowed(by: kind) {
            self.endSentence(at: self.here, &chunks)
        }
        self.sentenceEnd = nil
    }

    private mutating func resolvePause(before kind: ScalarKind, _ chunks: inout [TextChunk]) {
        guard self.pause != .none, ![.closer, .extender, .backtick].contains(kind) else { return }
        if self.pause == .wide { self.endClause(at: self.here, &chunks) }
        self.pause = .none
    }

    private mutating func tookInCode(
        _ scalar: Unicode.Scalar, _ kind: ScalarKind, _ fence: CodeFence, _ chunks: inout [TextChunk]
    ) {
        var fence = fence
        if kind.isSpace, fence.isClosed, self.gap == nil { self.gap = self.here }
        if !kind.isSpace { self.gap = nil }
        if kind == .newline, self.previous.scalar != "\r" || scalar != "\n" { self.wordBreak = self.here }
        let event = fence.took(scalar, kind)
        self.block = .code(fence)
        guard event != .inside else { return }
        self.isInlineCode = false
        if event == .ended {
            if let gap { self.cut(at: gap, .block, &chunks) }
            self.line = LineStart()
            self.isInSpace = true
            self.newlines = 1
        }
        self.block = .paragraph
    }
}
