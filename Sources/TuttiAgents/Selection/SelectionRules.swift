/// Tells what kind of question a text is and whom to ask, by rules that a person can read and edit.
///
/// ```
/// list greetings: hi, hello, good morning
/// list signs: overwhelm*, can't cope
/// careful: signs
/// feelings: strategist if has signs
/// greeting: nobody if only greetings, politeness
/// other: strategist
/// ```
///
/// The first rule that fits decides, with one exception, because relevance wins over speed: a text with a sign that a
/// `careful` line names, or that the built-in rules are careful about, only takes rules that leave the way to all agents
/// open. A file can add such signs; it cannot take any away. The format is told in `Documentation/Selection.md`.
///
/// - Complexity: O(words × phrases); a text is looked at up to its 2,000th character.
public struct SelectionRules: Sendable {
    /// The longest file in bytes.
    public static let maximumLength = 64 << 10
    /// The most rules, and the most phrases of all lists together.
    public static let maximumRules = 200, maximumPhrases = 4_000

    /// The rules that hold when a person has written none.
    public static let builtIn: SelectionRules = {
        do {
            return try SelectionRules(parsed: SelectionRulesParser.parse(Self.builtInText, file: "the built-in rules"))
        } catch {
            preconditionFailure("the built-in rules cannot be read: \(error)")
        }
    }()

    /// Whom to ask when no rule fits.
    private static let otherwise = "other"

    let file: String
    let rules: [SelectionRule]
    let signs: [PhraseList]

    /// Reads rules.
    ///
    /// - Parameters:
    ///   - text: The rules, one a line.
    ///   - file: What errors and reasons call the text.
    /// - Throws: ``SelectionRulesError`` for the first line that cannot be understood.
    public init(parsing text: String, file: String) throws(SelectionRulesError) {
        self.init(parsed: try SelectionRulesParser.parse(text, file: file))
        // Whoever edits the rules cannot switch off the care that is taken of people.
        self = SelectionRules(file: self.file, rules: self.rules, signs: self.signs + Self.builtIn.signs)
    }

    private init(parsed: SelectionRulesParser) {
        self.init(file: parsed.file, rules: parsed.rules, signs: parsed.signs)
    }

    private init(file: String, rules: [SelectionRule], signs: [PhraseList]) {
        self.file = file
        self.rules = rules
        self.signs = signs
    }

    /// The kinds of question that the rules know, in order, each once.
    public var kinds: [String] {
        var kinds: [String] = []
        for kind in self.rules.map(\.kind) + [Self.otherwise] where !kinds.contains(kind) { kinds.append(kind) }
        return kinds
    }

    /// What kind of question a text is, and whom to ask.
    ///
    /// - Parameters:
    ///   - text: What the person wrote.
    ///   - hasBackground: Whether something was said before, which a text may refer to.
    ///   - directory: The agents there are; a rule that names none of them leaves the choice to the strategist.
    public func selection(for text: String, hasBackground: Bool, among directory: AgentDirectory) -> Selection {
        let text = SelectionText(text)
        let sign = self.sign(in: text)
        for rule in self.rules where rule.fits(text, hasBackground: hasBackground) {
            // Nobody knows what stands at the end of a text that is too long.
            if sign != nil || text.isCut, !rule.choice.isOpenToAll { continue }
            return self.selection(of: rule, sign: sign, among: directory)
        }
        let reason = sign.map { "'\($0)' is to be taken seriously, and no other rule fits" } ?? "no rule fits"
        var selection = Selection(kind: Self.otherwise, choice: .strategist, reason: "\(reason) (\(self.file))")
        selection.isSerious = sign != nil
        return selection
    }

    private func selection(of rule: SelectionRule, sign: String?, among directory: AgentDirectory) -> Selection {
        var choice = rule.choice
        var reason =
            rule.conditions.isEmpty
            ? "no other rule fits" : rule.conditions.map(\.description).joined(separator: " and ")
        if let sign { reason += "; '\(sign)' is to be taken seriously" }
        if case .agents(let names) = rule.choice {
            let known = names.filter { directory[$0] != nil }
            choice = known.isEmpty ? .strategist : .agents(known)
            let missing = names.filter { directory[$0] == nil }
            if !missing.isEmpty { reason += "; not an agent here: \(missing.joined(separator: ", "))" }
        }
        var selection = Selection(
            kind: rule.kind, choice: choice, reason: "\(reason) (\(self.file), line \(rule.line))")
        selection.isSerious = sign != nil
        return selection
    }

    /// The first sign that a text has of something that weighs on a person.
    private func sign(in text: SelectionText) -> String? {
        for list in self.signs {
            if let phrase = list.first(in: text.words) { return phrase }
        }
        return nil
    }
}
