/// Takes the scalars of a text one by one and collects its words; for many texts it remembers the stems it made.
struct TokenBuilder {
    private var tokens: [Tokenizer.Token] = []
    private var stems: [String: String] = [:]
    private var word: [UInt8] = []

    /// What a scalar is to a word.
    private enum Role {
        case part
        case wholeWord
        case ignored
        case separator
    }

    /// The stems that are remembered, more than most people use words.
    private static let maximumStems = 20_000

    /// The words of a text, `limit` at most.
    mutating func tokens(in text: some StringProtocol, limit: Int) -> [Tokenizer.Token] {
        self.tokens = []
        for scalar in text.unicodeScalars {
            guard self.tokens.count < limit else { break }
            self.take(scalar)
        }
        self.endWord()
        return self.tokens
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            self.take(ascii: UInt8(truncatingIfNeeded: scalar.value))
            return
        }
        switch Self.role(of: scalar) {
        case .part: self.append(scalar)
        case .wholeWord:
            self.endWord()
            self.append(scalar)
            self.endWord()
        case .ignored: break
        case .separator: self.endWord()
        }
    }

    private mutating func endWord() {
        guard !self.word.isEmpty else { return }
        let word = String(decoding: self.word, as: UTF8.self)
        self.tokens.append(.init(word: word, stem: self.stem(of: word)))
        self.word.removeAll(keepingCapacity: true)
    }

    private mutating func stem(of word: String) -> String {
        if let known = self.stems[word] { return known }
        let stem = String(decoding: PorterStemmer.stem(self.word), as: UTF8.self)
        if self.stems.count < Self.maximumStems { self.stems[word] = stem }
        return stem
    }

    private mutating func take(ascii byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): self.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self.append(byte | 0x20)
        case UInt8(ascii: "'"): break
        default: self.endWord()
        }
    }

    private mutating func append(_ byte: UInt8) {
        if self.word.count < Tokenizer.maximumWordLength { self.word.append(byte) }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            if let base = Self.baseLetter(of: lower) {
                self.append(base)
            } else if Self.role(of: lower) != .ignored {
                let bytes = Array(Character(lower).utf8)
                guard self.word.count + bytes.count <= Tokenizer.maximumWordLength else { return }
                self.word += bytes
            }
        }
    }

    /// The letter under the accents of a Latin one, from its Unicode name, such as "latin small letter e with acute".
    private static func baseLetter(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
        guard (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value) else { return nil }
        guard let words = scalar.properties.name?.split(separator: " "), words.count > 5, words[4] == "WITH",
            words[3].utf8.count == 1, let letter = words[3].utf8.first
        else { return nil }
        return letter | 0x20
    }

    private static func role(of scalar: Unicode.Scalar) -> Role {
        switch scalar.value {
        case 0x2019, 0x02BC, 0x00AD, 0x0300...0x036F, 0x200B...0x200D, 0xFE00...0xFE0F: return .ignored
        case 0x3040...0x30FF: return scalar.properties.isAlphabetic ? .wholeWord : .separator
        default: break
        }
        if scalar.properties.isIdeographic { return .wholeWord }
        if scalar.properties.isAlphabetic { return .part }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return .part
        // Vowel signs and the like of scripts whose words would fall apart without them.
        case .nonspacingMark, .spacingMark: return .part
        default: return .separator
        }
    }
}
