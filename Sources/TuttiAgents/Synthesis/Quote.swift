/// Makes text of notes, memories and tools fit to be quoted on a line.
enum Quote {
    /// The longest text that is looked at, in characters' scalars; the rest of a longer one is never read.
    private static let maximumInput = 16_384

    /// The text without its Markdown marks and headings, on one line.
    static func plain(_ text: String) -> String {
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.maximumInput)))
        let lines = bounded.sanitized.split(whereSeparator: \.isNewline)
        let body = lines.filter { !$0.drop(while: \.isWhitespace).hasPrefix("#") }
        return (body.isEmpty ? lines.map { $0.drop { "# ".contains($0) } } : body.map(Self.withoutMark))
            .joined(separator: " ").replacing("**", with: "").replacing("`", with: "")
            .split(whereSeparator: \.isWhitespace).reduce(into: [Substring]()) { words, word in
                if !Self.isStrayMark(word, after: words.last) { words.append(word) }
            }.joined(separator: " ")
    }

    /// Whether a word is the mark of a list item whose lines somebody has joined: `… works. 2. Write every task`.
    private static func isStrayMark(_ word: Substring, after previous: Substring?) -> Bool {
        guard let end = previous?.last, ".!?:;…".contains(end) else { return false }
        if ["-", "*", "•"].contains(word) { return true }
        return word.hasSuffix(".") && (2...3).contains(word.count)
            && word.dropLast().allSatisfy { ("0"..."9").contains($0) }
    }

    /// The beginning of a text, ended at a sentence when one ends in its second half, else between words with `…`.
    static func clipped(_ text: String, to maximumLength: Int) -> String {
        guard text.count > maximumLength else { return text }
        let head = text.prefix(maximumLength)
        let half = head.index(head.startIndex, offsetBy: maximumLength / 2)
        if let end = Self.sentenceEnds(in: head).last(where: { $0 > half }) { return String(head[..<end]) }
        let words = head.prefix(maximumLength - 1)
        let cut = words.lastIndex(of: " ").map { words[..<$0] } ?? words
        return cut.trimmingEnd(of: " ,;:") + " …"
    }

    /// The sentences of a plain text.
    static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var start = text.startIndex
        for end in Self.sentenceEnds(in: text[...]) + [text.endIndex] where end > start {
            sentences.append(text[start..<end].split(separator: " ").joined(separator: " "))
            start = end
        }
        return sentences.filter { !$0.isEmpty }
    }

    /// The text without a mark of Markdown at its start: `>`, `-`, `*`, `•`, `1.`.
    static func withoutMark(_ line: Substring) -> Substring {
        var rest = line.drop(while: \.isWhitespace)
        if let mark = rest.first, ">-*•".contains(mark) {
            let following = rest.dropFirst()
            if following.first?.isWhitespace ?? true { rest = following.drop(while: \.isWhitespace) }
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let after = rest.dropFirst(digits.count)
        guard !digits.isEmpty, digits.count <= 3, let mark = after.first, ".)".contains(mark),
            after.dropFirst().first == " "
        else { return rest }
        return after.dropFirst(2)
    }

    /// The places behind `.`, `!` and `?` (and a closing quote) that white space follows.
    private static func sentenceEnds(in text: Substring) -> [Substring.Index] {
        var ends: [Substring.Index] = []
        var isAfterEnd = false
        for index in text.indices {
            let character = text[index]
            if character.isWhitespace, isAfterEnd { ends.append(index) }
            isAfterEnd = ".!?".contains(character) || (isAfterEnd && "\"”’)".contains(character))
        }
        if isAfterEnd { ends.append(text.endIndex) }
        return ends
    }
}

extension Substring {
    /// The text without those characters at its end.
    func trimmingEnd(of characters: String) -> String {
        var rest = self
        while let last = rest.last, characters.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
