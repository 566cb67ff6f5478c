/// Breaks a text that comes in pieces into lines of a width, between words; indented lines keep their indentation.
///
/// A word is given out when the white space behind it is known, so the last one comes with ``finish()``.
struct LineWrapper {
    private let width: Int
    private var column = 0
    private var word = ""
    private var spaces = ""
    private var indentation: String?

    init(width: Int) { self.width = max(width, 20) }

    mutating func append(_ text: some StringProtocol) -> String {
        var wrapped = ""
        for character in text {
            switch character {
            case "\n", "\r\n":
                wrapped += self.flushWord()
                wrapped += "\n"
                self.startLine()
            case " ", "\t":
                wrapped += self.flushWord()
                self.spaces.append(" ")
            default: self.word.append(character)
            }
        }
        return wrapped
    }

    mutating func finish() -> String {
        defer { self.startLine() }
        return self.flushWord()
    }

    private mutating func startLine() {
        self.column = 0
        self.spaces = ""
        self.indentation = nil
    }

    private mutating func flushWord() -> String {
        guard !self.word.isEmpty else { return "" }
        defer {
            self.word = ""
            self.spaces = ""
        }
        if self.indentation == nil {
            // What a list item wraps to stands below its text, not below its bullet.
            let isBullet = ["-", "*", "•", "·"].contains(self.word)
            self.indentation = self.spaces + (isBullet ? "  " : "")
        }
        let indentation = self.indentation ?? ""
        if self.column > 0, self.column + self.spaces.count + self.word.count > self.width {
            self.column = indentation.count + self.word.count
            return "\n" + indentation + self.word
        }
        self.column += self.spaces.count + self.word.count
        return self.spaces + self.word
    }
}
