internal import TuttiCore

/// The sections of an answer that only quotes, as they are collected.
struct ExtractiveDraft {
    struct Section {
        var heading: String
        var lines: [String]
    }

    /// The most tasks that are listed, and the most passages that are quoted of one agent.
    private static let maximumTasks = 5
    private static let maximumQuotes = 3
    private static let maximumQuoteLength = 280
    /// The fewest words of a sentence that can be advice: “It works.” is none.
    private static let minimumAdvice = 4

    /// What a sentence says when it tells of something that helped; the first word weighs most.
    private static let signsOfHelp: [(sign: String, weight: Int)] = [
        ("what helped", 5), ("helped", 3), ("worked", 3), ("it works", 3), ("first step", 2), ("circle", 2),
        ("wrote everything down", 2), ("write every", 2), ("we wrote", 3), ("we made", 3), ("one thing", 1),
        ("timer", 1), ("minutes", 1),
    ]
    /// What a question says when the most urgent task may well be the answer.
    private static let signsOfTasks = [
        "task", "to do", "todo", "to-do", "overwhelm", "deadline", "first", "today", "start", "busy", "behind",
        "priorit", "plan", "urgent", "too much", "list", "everything", "stress", "work",
    ]
    private static let signsOfFailure = ["never", "not help", "n't help", "not work", "n't work", "would have"]

    /// Whether the question is about what is to be done.
    let isAboutTasks: Bool
    private let today: CalendarDay?
    private(set) var sections: [Section] = []
    private(set) var sources = SourceList()
    private var urgentTask: TaskLine?
    private var helpful: (text: String, number: Int, weight: Int)?

    init(about question: String, today: CalendarDay?) {
        let words = question.prefix(2000).lowercased()
        self.isAboutTasks = Self.signsOfTasks.contains { words.contains($0) }
        self.today = today
    }

    /// Something concrete to begin with, from what has helped and, when the question is about tasks, from the most
    /// urgent one; nil when there is neither.
    var firstStep: String? {
        let how = self.helpful.map { "In your own words: “\($0.text)” [\($0.number)]" }
        guard let task = self.urgentTask, self.isAboutTasks else { return how }
        let why = task.reason.map { ": \($0)" } ?? ""
        return "Take “\(task.title)” first\(why)." + (how.map { " \($0)" } ?? "")
    }

    mutating func add(_ output: AgentOutput, of agent: String, _ subject: AgentDirectory.Subject) {
        let section = subject == .tasks ? self.tasks(output, of: agent) : self.quotes(output, of: agent, subject)
        if let section { self.sections.append(section) }
    }

    // MARK: Tasks

    private mutating func tasks(_ output: AgentOutput, of agent: String) -> Section? {
        var tasks = TaskLine.tasks(in: output.text, today: self.today)
        if tasks.isEmpty {
            tasks = TaskLine.tasks(in: output.citations.map(\.quote).joined(separator: "\n"), today: self.today)
        }
        guard let first = tasks.first else { return nil }
        if self.urgentTask == nil { self.urgentTask = first }
        let lines = tasks.prefix(self.isAboutTasks ? Self.maximumTasks : Self.maximumTasks / 2).map { task in
            let citation =
                output.citations.first { $0.quote.contains(task.title) } ?? output.citations.first
                ?? Citation(source: agent, quote: task.text)
            return "  • \(task.text) [\(self.sources.number(of: citation))]"
        }
        let rest = tasks.count - lines.count
        return Section(heading: "What your tasks say", lines: lines + (rest > 0 ? ["  … and \(rest) more."] : []))
    }

    // MARK: Words

    private mutating func quotes(
        _ output: AgentOutput, of agent: String, _ subject: AgentDirectory.Subject
    ) -> Section? {
        var lines: [String] = []
        var hasHelp = false
        for passage in output.citations.prefix(Self.maximumQuotes) {
            let text = Quote.plain(passage.quote)
            guard !text.isEmpty else { continue }
            let number = self.sources.number(of: passage)
            lines.append("  • “\(Quote.clipped(text, to: Self.maximumQuoteLength))” [\(number)]")
            // People name the note with what helps them so.
            let isAdvice = passage.source.lowercased().contains("help")
            if subject != .other, self.noteHelp(in: text, number, isAdvice) { hasHelp = true }
        }
        let said = output.text.prefix(16 << 10).split(whereSeparator: \.isNewline)
        if lines.isEmpty {
            // Without a place it is the agent's own word, and no quote.
            lines = said.filter { !$0.hasPrefix(Self.themesMark) }.prefix(Self.maximumQuotes)
                .map { Quote.clipped(Quote.plain(String($0)), to: 400) }.filter { !$0.isEmpty }.map { "  \($0)" }
        }
        if let themes = said.first(where: { $0.hasPrefix(Self.themesMark) }) {
            lines.append("  \(Self.shortened(themes))")
        }
        guard !lines.isEmpty else { return nil }
        let heading =
            switch subject {
            case .memory: hasHelp ? "What helped before" : "What you said before"
            case .convictions: "What you hold on to"
            case .tasks, .other: "What \(agent.sanitizedLine(maximumLength: 64)) says"
            }
        return Section(heading: heading, lines: lines)
    }

    /// Keeps the sentence that tells most plainly of something that helped; says whether there was one.
    private mutating func noteHelp(in text: String, _ number: Int, _ isAdvice: Bool) -> Bool {
        var found = false
        for sentence in Quote.sentences(of: text) {
            let words = sentence.lowercased().replacing("’", with: "'")
            guard !Self.signsOfFailure.contains(where: words.contains) else { continue }
            let weight = Self.signsOfHelp.reduce(isAdvice ? 2 : 0) { $0 + (words.contains($1.sign) ? $1.weight : 0) }
            guard weight >= 2, sentence.count(where: { $0 == " " }) + 1 >= Self.minimumAdvice else { continue }
            found = true
            if weight > self.helpful?.weight ?? 0 {
                self.helpful = (Quote.clipped(sentence, to: Self.maximumQuoteLength), number, weight)
            }
        }
        return found
    }

    /// How ``MemoryAgent`` begins the line with the themes.
    private static let themesMark = "Recurring themes: "

    /// The first three themes, each with how often it came up: `What keeps coming back: sleep (5×), focus (3×).`
    private static func shortened(_ themes: Substring) -> String {
        let list = themes.prefix(2000).drop { $0 != ":" }.dropFirst().split(separator: "), ").prefix(3)
        let names = list.map { theme in
            let name = theme.prefix { $0 != "," && $0 != ")" }.split(separator: " ").joined(separator: " ")
            return name.contains("(") ? "\(name))" : name
        }
        return "What keeps coming back: \(names.joined(separator: ", ").sanitizedLine(maximumLength: 200))."
    }
}
