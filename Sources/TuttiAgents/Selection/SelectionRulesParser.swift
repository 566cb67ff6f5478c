/// Reads the lines of a file of rules.
struct SelectionRulesParser {
    private static let keywords = "only, has, lacks, begins, at most N words, background, empty"
    private static let choices = "nobody, agents NAME, …, everyone, strategist"
    private static let maximumName = 32

    let file: String
    private(set) var rules: [SelectionRule] = []
    private(set) var signs: [PhraseList] = []
    private var lists: [String: PhraseList] = [:]
    private var line = 0

    /// Reads a file: the lists first, so that a rule may stand before the words it goes by.
    static func parse(_ text: String, file: String) throws(SelectionRulesError) -> SelectionRulesParser {
        var parser = SelectionRulesParser(file: file.sanitizedLine(maximumLength: 200))
        guard text.utf8.count <= SelectionRules.maximumLength else {
            throw SelectionRulesError(
                file: parser.file, line: nil, message: "larger than \(SelectionRules.maximumLength) bytes: shorten it")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.withoutComment)
        for isList in [true, false] {
            for (index, line) in lines.enumerated() where !line.isEmpty && line.hasPrefix("list ") == isList {
                parser.line = index + 1
                try isList ? parser.readList(line) : parser.readRule(line)
            }
        }
        return parser
    }

    private init(file: String) { self.file = file }

    private static func withoutComment(_ line: Substring) -> String {
        let trimmed = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if trimmed.hasPrefix("#") { return "" }
        return Self.trimmed(trimmed.firstRange(of: " #").map { trimmed[..<$0.lowerBound] } ?? trimmed)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }

    private func error(_ message: String) -> SelectionRulesError {
        SelectionRulesError(file: self.file, line: self.line, message: message)
    }

    // MARK: Lines

    /// `list NAME: phrase, phrase, …`; more lines of the same name add to it.
    private mutating func readList(_ line: String) throws(SelectionRulesError) {
        let (head, phrases) = try self.halves(line)
        let name = try self.name(String(head.dropFirst("list ".count)), of: "list")
        var list = self.lists[name] ?? PhraseList(name)
        for phrase in self.parts(phrases) {
            guard list.add(phrase) else {
                let limit = PhraseList.maximumWords
                throw self.error("'\(Self.shown(phrase))' is no phrase: it takes 1 to \(limit) words")
            }
        }
        self.lists[name] = list
        guard self.lists.values.reduce(0, { $0 + $1.count }) <= SelectionRules.maximumPhrases else {
            throw self.error("more than \(SelectionRules.maximumPhrases) phrases: remove some")
        }
    }

    /// `careful: LIST, …` or `KIND: CHOICE if CONDITION and CONDITION …`.
    private mutating func readRule(_ line: String) throws(SelectionRulesError) {
        let (head, body) = try self.halves(line)
        let kind = try self.name(head, of: "kind of question")
        if kind == "careful" {
            self.signs += try self.lists(body)
            return
        }
        guard self.rules.count < SelectionRules.maximumRules else {
            throw self.error("more than \(SelectionRules.maximumRules) rules: remove some")
        }
        let condition = body.firstRange(of: " if ")
        let choice = try self.choice(Self.trimmed(body[..<(condition?.lowerBound ?? body.endIndex)]))
        var conditions: [SelectionRule.Condition] = []
        if let condition {
            for part in body[condition.upperBound...].split(separator: " and ", omittingEmptySubsequences: false) {
                conditions.append(try self.condition(Self.trimmed(part)))
            }
        }
        self.rules.append(SelectionRule(line: self.line, kind: kind, choice: choice, conditions: conditions))
    }

    // MARK: Parts

    private func choice(_ text: String) throws(SelectionRulesError) -> Selection.Choice {
        switch text {
        case "nobody": return .nobody
        case "everyone": return .everyone
        case "strategist": return .strategist
        case _ where text.hasPrefix("agents "):
            let names = self.parts(Self.trimmed(text.dropFirst("agents ".count)))
            guard names.count <= Strategy.maximumAgents, names.allSatisfy({ (1...64).contains($0.utf8.count) }) else {
                throw self.error("'agents' takes 1 to \(Strategy.maximumAgents) names of 1 to 64 bytes")
            }
            return .agents(names.map { $0.sanitizedLine(maximumLength: 64) })
        default: throw self.error("'\(Self.shown(text))' is not whom to ask; there are: \(Self.choices)")
        }
    }

    private func condition(_ text: String) throws(SelectionRulesError) -> SelectionRule.Condition {
        let keyword = String(text.prefix { !$0.isWhitespace })
        let rest = Self.trimmed(text.dropFirst(keyword.count))
        switch (keyword, rest) {
        case ("background", ""): return .background
        case ("empty", ""): return .empty
        case ("only", _): return .only(try self.lists(rest))
        case ("has", _): return .has(try self.lists(rest))
        case ("lacks", _): return .lacks(try self.lists(rest))
        case ("begins", _): return .begins(try self.lists(rest))
        case ("at", _):
            let words = rest.split(whereSeparator: \.isWhitespace)
            guard words.count == 3, words[0] == "most", words[2].hasPrefix("word"), let count = Int(words[1]), count > 0
            else { throw self.error("'\(Self.shown(text))' is no condition; did you mean 'at most 8 words'?") }
            return .atMost(count)
        default: throw self.error("'\(Self.shown(text))' is no condition; there are: \(Self.keywords)")
        }
    }

    private func lists(_ text: String) throws(SelectionRulesError) -> [PhraseList] {
        var lists: [PhraseList] = []
        for name in self.parts(text) {
            guard let list = self.lists[name] else {
                let known = self.lists.keys.sorted().joined(separator: ", ")
                throw self.error("there is no list '\(Self.shown(name))'; there are: \(known.isEmpty ? "none" : known)")
            }
            lists.append(list)
        }
        return lists
    }

    private func halves(_ line: String) throws(SelectionRulesError) -> (String, String) {
        guard let colon = line.firstIndex(of: ":") else {
            throw self.error("no ':' in it; a line is 'list NAME: phrase, …', 'careful: LIST' or 'KIND: CHOICE if …'")
        }
        let body = Self.trimmed(line[line.index(after: colon)...])
        guard !body.isEmpty else { throw self.error("nothing follows the ':'") }
        return (Self.trimmed(line[..<colon]), body)
    }

    private func parts(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
    }

    private func name(_ name: String, of what: String) throws(SelectionRulesError) -> String {
        let name = Self.trimmed(name[...])
        let isValid = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isValid, (1...Self.maximumName).contains(name.utf8.count) else {
            let rule = "lower-case letters, digits and '-', at most \(Self.maximumName)"
            throw self.error("'\(Self.shown(name))' cannot be the name of a \(what): \(rule)")
        }
        return name
    }

    private static func shown(_ text: String) -> String { text.sanitizedLine(maximumLength: 64) }
}
