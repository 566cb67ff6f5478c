internal import TuttiCore

/// A report made of quotations alone: it claims nothing that no agent found.
struct ExtractiveReport {
    private struct Finding {
        var agent: String
        var text: String
    }

    private static let maximumFindings = 6
    private static let maximumCitations = 20
    private static let maximumLength = 280

    private let question: String
    private let missing: [(name: String, reason: MissingReason)]
    private let findings: [(agent: String, texts: [String])]
    /// The citations of all inputs, each once, in the order of the inputs.
    let citations: [Citation]

    init(question: String, inputs: AgentInputs) {
        self.question = Quote.clipped(Quote.plain(question), to: 400)
        self.missing = inputs.missing
        self.findings = inputs.available.map { name, output in
            (name.sanitizedLine(maximumLength: 64), Self.findings(in: output.text))
        }
        var seen: Set<Citation> = []
        let distinct = inputs.available.flatMap(\.output.citations).filter { seen.insert($0).inserted }
        self.citations = Array(distinct.prefix(Self.maximumCitations))
    }

    /// The whole report.
    var markdown: String {
        let sections = [
            "# Deep thoughts", Self.section("Situation", self.situation), self.foundSection,
            Self.section("Tensions", self.tensions.map { "- \($0)" }),
            Self.section("Next steps", self.nextSteps.enumerated().map { "\($0 + 1). \($1)" }), self.sourceSection,
            "*Put together from quotations, without a language model.*",
        ]
        return sections.compactMap(\.self).joined(separator: "\n\n")
    }

    /// The list of sources; nil when there are none.
    var sourceSection: String? {
        guard !self.citations.isEmpty else { return nil }
        let lines = self.citations.enumerated().map { index, citation in
            let quote = Quote.clipped(Quote.plain(citation.quote), to: 160)
            return Self.inert("\(index + 1). \(citation.source.sanitizedLine(maximumLength: 200)): \(quote)")
        }
        return Self.section("Sources", lines)
    }

    // MARK: Sections

    private var situation: [String] {
        var lines = self.question.isEmpty ? [] : ["> \(Self.inert(self.question))", ""]
        let names = self.findings.map(\.agent).joined(separator: ", ")
        lines.append(names.isEmpty ? "Nothing was found." : "Answers came from \(names).")
        if !self.missing.isEmpty {
            let reasons = self.missing.map { "\($0.name.sanitizedLine(maximumLength: 64)) (\($0.reason))" }
            lines.append("Missing: \(reasons.joined(separator: ", ")).")
        }
        return lines
    }

    private var foundSection: String? {
        guard !self.findings.isEmpty else { return nil }
        let parts = self.findings.map { agent, texts in
            let shown = texts.prefix(Self.maximumFindings).map { "- \(Self.inert($0))" }
            let rest = texts.count - shown.count
            return (["### \(agent)", ""] + shown + (rest > 0 ? ["- … and \(rest) more"] : [])).joined(separator: "\n")
        }
        return "## What was found\n\n" + parts.joined(separator: "\n\n")
    }

    /// Where two agents speak of the same thing, and sentences that turn against something.
    private var tensions: [String] {
        let shared = self.sharedWords.map { word, agents in
            "“\(word)” comes up in \(agents.joined(separator: " and "))."
        }
        let turning = self.all.filter { Self.isTurning($0.text) }.prefix(3)
            .map { "\($0.agent): \(Self.inert(Quote.clipped($0.text, to: 200)))" }
        let tensions = shared + turning
        return tensions.isEmpty ? ["None stands out in what was found."] : tensions
    }

    private var nextSteps: [String] {
        let urgent = self.all.filter { Self.isUrgent($0.text) }.prefix(3).map { "Deal with: \(Self.inert($0.text))" }
        if !urgent.isEmpty { return urgent }
        let look = self.findings.compactMap { agent, texts in
            texts.first.map { "Look again at what \(agent) found: \(Self.inert(Quote.clipped($0, to: 120)))" }
        }
        return look.isEmpty
            ? ["Say more, or add notes and tasks: nothing was found to build on."] : Array(look.prefix(3))
    }

    // MARK: Reading

    private var all: [Finding] {
        self.findings.flatMap { agent, texts in texts.map { Finding(agent: agent, text: $0) } }
    }

    /// The lines of a text without their marks; a line that only introduces others is left out.
    private static func findings(in text: String) -> [String] {
        let lines = text.prefix(64 << 10).split(whereSeparator: \.isNewline).prefix(200)
        let plain = lines.map { Quote.clipped(Quote.plain(String(Quote.withoutMark($0))), to: Self.maximumLength) }
        return plain.filter { !$0.isEmpty && !$0.hasSuffix(":") }
    }

    /// Words that at least two agents use and the question does not, most widely shared first; two at most.
    private var sharedWords: [(word: String, agents: [String])] {
        let asked = Set(Tokenizer.terms(in: self.question))
        var users: [String: (word: String, agents: [String])] = [:]
        for (agent, texts) in self.findings {
            var seen: Set<String> = []
            for token in texts.flatMap({ Tokenizer.tokens(in: $0, limit: 2000) })
            where Self.isTelling(token.word) && !asked.contains(token.stem) && seen.insert(token.stem).inserted {
                users[token.stem, default: (token.word, [])].agents.append(agent)
            }
        }
        let shared = users.values.filter { $0.agents.count >= 2 }
        return Array(shared.sorted { a, b in (-a.agents.count, a.word) < (-b.agents.count, b.word) }.prefix(2))
    }

    private static func isTelling(_ word: String) -> Bool {
        word.utf8.count >= 5 && !StopWords.isStopWord(word) && !StopWords.isTooGeneralForATheme(word)
            && !["overdue", "recurring", "themes", "notes", "tasks"].contains(word)
            && word.utf8.contains { !(0x30...0x39).contains($0) }
    }

    private static func isTurning(_ text: String) -> Bool {
        let signs: Set<String> = [
            "although", "but", "cannot", "cant", "conflict", "despite", "however", "instead", "overwhelmed", "should",
            "though", "versus", "yet",
        ]
        return Tokenizer.tokens(in: text, limit: 200).contains { signs.contains($0.word) }
    }

    /// A task that ``MCPAgent`` wrote down as late or due.
    private static func isUrgent(_ text: String) -> Bool {
        ["overdue since ", "due today: ", "due tomorrow: "].contains(where: text.hasPrefix)
    }

    private static func section(_ title: String, _ lines: [String]) -> String {
        "## \(title)\n\n" + lines.joined(separator: "\n")
    }

    /// Quoted text makes no links and no images, whatever shows the report.
    private static func inert(_ text: String) -> String {
        text.replacing("](", with: "] (").replacing("<", with: "‹")
    }
}
