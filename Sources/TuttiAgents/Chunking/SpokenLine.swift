/// What a voice says of one line of Markdown.
struct SpokenLine {
    /// The characters of a link's text, or of its target, that are looked at.
    private static let maximumSpan = 2048

    private var rest: Substring
    private var previous: Character = " "
    private var said = ""

    /// The line without its marks, white space in single spaces; empty when nothing is left.
    static func text(of line: Substring) -> String {
        let line = line.drop(while: \.isWhitespace)
        // A ruler, or what stands between the head of a table and its rows.
        if line.allSatisfy({ "-=*_|: ".contains($0) }) { return "" }
        var scanner = Self(rest: line.first == "|" ? Self.row(line)[...] : Self.withoutMark(line))
        scanner.scan()
        return scanner.said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private init(rest: Substring) { self.rest = rest }

    /// The cells of a row of a table, as a list.
    private static func row(_ line: Substring) -> String {
        line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
            .joined(separator: ", ")
    }

    /// The line without a mark of a quotation, a heading or a list; the number of an item is said.
    private static func withoutMark(_ line: Substring) -> Substring {
        var rest = line
        while rest.first == ">" { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        let marks = rest.prefix { "#-*+•".contains($0) }
        guard !marks.isEmpty, marks.count == 1 || marks.first == "#", rest.dropFirst(marks.count).first == " " else {
            return rest
        }
        return rest.dropFirst(marks.count + 1)
    }

    // MARK: Marks within the line

    private mutating func scan() {
        while let character = self.rest.first {
            switch character {
            case "[": self.takeBracket()
            case "!" where self.rest.dropFirst().first == "[": self.drop(1)
            case "<": self.takeAngle()
            case "`": self.drop(1)
            case "*", "_", "~": self.takeEmphasis(character)
            case "\\": self.takeEscape()
            case "h" where self.rest.hasPrefix("http://") || self.rest.hasPrefix("https://"): self.takeAddress()
            default: self.say(character)
            }
        }
    }

    private mutating func say(_ character: Character) {
        self.said.append(character)
        self.drop(1)
    }

    private mutating func drop(_ count: Int) {
        for _ in 0..<count { self.previous = self.rest.popFirst() ?? self.previous }
    }

    /// A citation goes, a link leaves its text.
    private mutating func takeBracket() {
        let inside = self.rest.dropFirst().prefix(Self.maximumSpan).prefix { $0 != "]" && $0 != "[" }
        let behind = self.rest[inside.endIndex...]
        guard behind.first == "]" else { return self.say("[") }
        let isCitation = inside.contains(where: \.isNumber) && inside.allSatisfy { $0.isNumber || ",^ –-".contains($0) }
        let target = behind.dropFirst()
        if target.first == "(", let end = target.prefix(Self.maximumSpan).firstIndex(of: ")") {
            self.rest = inside + target[end...].dropFirst()
        } else if isCitation {
            while self.said.last == " " { self.said.removeLast() }
            self.rest = target
            // The space before the citation stands for the one behind it.
            if let next = target.first, next.isLetter || next.isNumber { self.said += " " }
        } else {
            self.say("[")
        }
    }

    /// A tag goes, an address in brackets loses them.
    private mutating func takeAngle() {
        let inside = self.rest.dropFirst().prefix(Self.maximumSpan).prefix { $0 != ">" && $0 != "<" && $0 != " " }
        let behind = self.rest[inside.endIndex...]
        guard behind.first == ">", let first = inside.first, first.isLetter || first == "/" else {
            return self.say("<")
        }
        let isAddress = inside.contains { ":@".contains($0) }
        self.rest = isAddress ? inside + behind.dropFirst() : behind.dropFirst()
    }

    /// Marks of emphasis go; `2 * 3`, `snake_case` and `~5` stay.
    private mutating func takeEmphasis(_ mark: Character) {
        let run = self.rest.prefix { $0 == mark }
        let next = self.rest.dropFirst(run.count).first ?? " "
        let isWithin = self.previous.isWordPart && next.isWordPart
        let isAlone = self.previous.isWhitespace && next.isWhitespace
        if isWithin || isAlone || (mark == "~" && run.count != 2) {
            self.said += run
        }
        self.rest = self.rest.dropFirst(run.count)
        if isWithin || isAlone { self.previous = mark }
    }

    private mutating func takeEscape() {
        self.drop(1)
        if let next = self.rest.first {
            if next.isWordPart { self.said.append("\\") }
            self.say(next)
        }
    }

    /// Of an address the host is said.
    private mutating func takeAddress() {
        let address = self.rest.prefix { !$0.isWhitespace && !"<>`\"”".contains($0) }
        // The full stop behind an address ends the sentence.
        let tail = String(address.reversed().prefix { ".,;:!?)".contains($0) }.reversed())
        var host = address.dropLast(tail.count).drop { $0 != "/" }.dropFirst(2).prefix { !"/?#:".contains($0) }
        if host.hasPrefix("www.") { host = host.dropFirst(4) }
        self.said += host + tail
        self.previous = "."
        self.rest = self.rest.dropFirst(address.count)
    }
}

extension Character {
    fileprivate var isWordPart: Bool { self.isLetter || self.isNumber }
}
