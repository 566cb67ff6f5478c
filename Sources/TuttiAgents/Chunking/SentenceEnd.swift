/// A mark that may end a sentence, and what was seen behind it: closing quotes and brackets, then white space.
struct SentenceEnd {
    enum Kind: Equatable {
        /// Ends the sentence unless a small letter follows.
        case plain
        /// The same, and an ideograph may follow at once.
        case exclamation
        /// Ends the sentence whatever follows.
        case wide
        /// An abbreviation that stands before numbers.
        case beforeNumber
        /// A number of one or two digits: in many languages that is "the 3rd".
        case ordinal
    }

    /// What follows white space behind the mark.
    enum Verdict { case sentence, clause, nothing }

    let kind: Kind
    /// The white space behind it; nil while none was seen.
    private(set) var gap: TextChunker.Cut?
    /// Whether it is followed by `[`: a citation behind the full stop belongs to the sentence.
    private var isCiting = false

    init(_ kind: Kind) { self.kind = kind }

    /// Whether the sentence ends where the line does.
    var endsAtNewline: Bool { self.kind != .beforeNumber }

    /// What the scalar behind the white space makes of it.
    func verdict(before scalar: Unicode.Scalar, _ kind: ScalarKind) -> Verdict {
        switch self.kind {
        case .ordinal: .nothing
        case .beforeNumber where kind == .digit: .nothing
        case .wide: .sentence
        case .plain, .exclamation, .beforeNumber: scalar.properties.isLowercase ? .clause : .sentence
        }
    }

    /// Takes the white space behind the mark; that within a citation is none.
    mutating func tookSpace(at gap: TextChunker.Cut) {
        if !self.isCiting { self.gap = gap }
    }

    /// Takes it that the held text before `cut` is gone.
    mutating func wasCut(at cut: TextChunker.Cut) { self.gap = self.gap?.behind(cut) }

    /// Whether a scalar right behind the mark still belongs to the sentence.
    mutating func includes(_ scalar: Unicode.Scalar, _ kind: ScalarKind) -> Bool {
        if self.isCiting {
            if scalar == "]" { self.isCiting = false }
            return kind == .digit || scalar == "," || scalar == "]"
        }
        if scalar == "[" { self.isCiting = true }
        let isNoBreakSpace = scalar == "\u{A0}" || scalar == "\u{202F}"
        return self.isCiting || isNoBreakSpace || [.closer, .extender, .emoji, .backtick].contains(kind)
    }

    /// Whether a scalar right behind the mark begins the next sentence.
    func isFollowed(by kind: ScalarKind) -> Bool {
        guard !self.isCiting, ![.stop, .mark, .wideMark].contains(kind) else { return false }
        return self.kind == .wide || (self.kind == .exclamation && kind == .ideograph)
    }

    // MARK: What a mark ends

    /// The bytes of a word that are looked at; a longer one is no abbreviation.
    private static let maximumWord = 32

    /// The end that a mark makes behind those bytes; nil when it ends nothing.
    ///
    /// - Parameter looked: Gets the number of bytes that were looked at.
    init?(_ scalar: Unicode.Scalar, _ kind: ScalarKind, behind bytes: [UInt8], looked: inout Int) {
        switch kind {
        case .mark: self.init(.exclamation)
        case .wideMark: self.init(.wide)
        case .stop where scalar != ".": self.init(.plain)
        case .stop:
            let word = bytes.suffix(Self.maximumWord).reversed().prefix { $0 > 0x20 }
            looked += word.count
            guard let kind = Self.kind(ofWord: word.reversed()) else { return nil }
            self.init(kind)
        default: return nil
        }
    }

    private static func kind(ofWord bytes: [UInt8]) -> Kind? {
        guard let last = bytes.last else { return nil }
        let isNamed = last >= 0x80 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) || last.isASCIILetter
        guard bytes.count < Self.maximumWord, isNamed else { return .plain }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.last, end.isLetter || end.isNumber else { return .plain }
        let word = String(text.reversed().prefix { $0.isLetter || $0.isNumber || ".,:-'’/@".contains($0) }.reversed())
        if word.allSatisfy(\.isNumber) { return word.count < 3 ? .ordinal : .plain }
        let name = word.lowercased()
        if Abbreviations.mayBeLast.contains(name) { return .plain }
        // Initials, and what is shortened to letters: `J. R. R.`, `z. B.`, `U.S.`; "So do I." is the exception.
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        if parts.allSatisfy({ $0.count == 1 && $0.first?.isLetter == true }) { return word == "I" ? .plain : nil }
        if Abbreviations.neverLast.contains(name) { return nil }
        return Abbreviations.beforeNumbers.contains(name) ? .beforeNumber : .plain
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
