/// The text of a document as scalars and lines, so that a place can be found and looked at.
///
/// Lines end where libyaml ends them, which is at U+0085, U+2028 and U+2029 too: else a line could hide in a comment.
struct SourceText {
    /// The scalars without a byte order mark.
    let scalars: [Unicode.Scalar]
    /// The scalar at which each line begins.
    let lineStarts: [Int]

    /// Takes bytes that must be UTF-8 text without control characters.
    init(_ bytes: [UInt8]) throws(DocumentProblem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentProblem("not a UTF-8 text: save the file as UTF-8", at: Self.placeOfInvalidByte(in: bytes))
        }
        var scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var starts = [0]
        for (index, scalar) in scalars.enumerated() where Self.isLineBreak(scalar) {
            let isFirstOfTwo = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isFirstOfTwo { starts.append(index + 1) }
        }
        self.scalars = scalars
        self.lineStarts = starts
        if let index = scalars.firstIndex(where: Self.isForbidden) {
            let code = String(scalars[index].value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(4 - code.count, 0)) + code
            let message = "the character U+\(padded) may not stand in a text file: remove it"
            throw DocumentProblem(message, at: self.place(of: index))
        }
    }

    /// Whether there is nothing but white space and comments.
    var isBlank: Bool {
        self.lineStarts.allSatisfy { start in
            let first = self.scalars[start...].first { !$0.isBlank }
            return first.map { $0 == "#" || Self.isLineBreak($0) } ?? true
        }
    }

    /// The line and column of a scalar.
    func place(of index: Int) -> WorkflowError.Place {
        var (low, high) = (0, self.lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.lineStarts[middle] <= index { low = middle } else { high = middle }
        }
        return .init(line: low + 1, column: index - self.lineStarts[low] + 1)
    }

    /// The index of the scalar at a place, nil behind the end.
    func index(of place: WorkflowError.Place) -> Int? {
        guard self.lineStarts.indices.contains(place.line - 1) else { return nil }
        let index = self.lineStarts[place.line - 1] + place.column - 1
        return self.scalars.indices.contains(index) ? index : nil
    }

    /// The text of a line without its end.
    func line(_ number: Int) -> String {
        guard self.lineStarts.indices.contains(number - 1) else { return "" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self.scalars[self.lineStarts[number - 1]...].prefix { !Self.isLineBreak($0) })
        return String(view)
    }

    static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r", "\u{85}": false
        case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}": true
        default: false
        }
    }

    private static func placeOfInvalidByte(in bytes: [UInt8]) -> WorkflowError.Place {
        // Each repair puts one U+FFFD where the first invalid byte stood; everything before it is as it was.
        let repaired = String(decoding: bytes, as: UTF8.self)
        let valid = zip(repaired.utf8, bytes).prefix { $0 == $1 }.count
        let before = bytes[..<valid]
        let line = 1 + before.count { $0 == 0x0A }
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return .init(line: line, column: String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1)
    }
}

/// What makes a text no document at all; nothing can be looked at after it.
struct DocumentProblem: Error {
    var problem: WorkflowError.Problem

    init(_ message: String, at place: WorkflowError.Place?, keyPath: String = "") {
        self.problem = .init(message, at: place, keyPath: keyPath)
    }
}

extension Unicode.Scalar {
    /// Whether it is a space or a tab.
    var isBlank: Bool { self == " " || self == "\t" }
}
