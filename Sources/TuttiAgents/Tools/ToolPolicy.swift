/// Which tools an agent may call without asking anybody.
///
/// The decision is made here, outside any model, and from the tool's name alone: descriptions and annotations are
/// written by the server, which may lie. A tool has to look as if it only reads; whatever looks as if it changes, runs
/// or sends something is denied, and so is what cannot be told, unless the configuration allows it by name.
public struct ToolPolicy: Hashable, Sendable {
    /// What the policy says of a tool, and why.
    public enum Verdict: Hashable, Sendable {
        /// The tool may be called; the reason is for a person.
        case allowed(String)
        /// The tool may not be called; the reason is for a person, and says how to allow it.
        case denied(String)

        /// Whether the tool may be called.
        public var isAllowed: Bool {
            guard case .allowed = self else { return false }
            return true
        }

        /// Why.
        public var reason: String {
            switch self {
            case .allowed(let reason), .denied(let reason): reason
            }
        }
    }

    /// Tools that may be called whatever their names look like: `complete_task`, or `server/complete_task`.
    public var allowed: Set<String>
    /// Tools that may not be called, in the same form; they win over ``allowed``.
    public var denied: Set<String>

    /// Creates a policy; without names only tools that look read-only may be called.
    public init(allowed: Set<String> = [], denied: Set<String> = []) {
        self.allowed = allowed
        self.denied = denied
    }

    /// Judges one tool of one server.
    public func verdict(server: String, tool: String) -> Verdict {
        guard let name = ToolName(tool) else {
            return .denied("its name is not 1 to 128 of the characters A-Z a-z 0-9 _ . -")
        }
        let names: Set<String> = [tool, "\(server)/\(tool)"]
        if !self.denied.isDisjoint(with: names) { return .denied("the configuration denies it") }
        if !self.allowed.isDisjoint(with: names) { return .allowed("the configuration allows it") }
        if let word = name.effect {
            return .denied("\"\(word)\" in its name looks like an effect; allow it by name if that is wanted")
        }
        guard let word = name.sign(ofReadingFrom: server) else {
            return .denied("nothing in its name says that it only reads; allow it by name if that is wanted")
        }
        return .allowed("\"\(word)\" in its name looks like reading")
    }
}

extension ToolName {
    /// The word that looks as if the tool changes, runs or sends something.
    fileprivate var effect: String? {
        zip(self.words, [nil] + self.words.map(Optional.some)).first { word, previous in
            if ToolVocabulary.effecting.contains(word) { return true }
            if ToolVocabulary.ambiguous.contains(word) {
                return previous.map { !ToolVocabulary.reading.contains($0) } ?? true
            }
            return ToolVocabulary.effectingStems.contains { stem in
                word.contains(stem) && word != stem + "d" && word != stem + "ed"
            }
        }?.0
    }

    /// The word that says that the tool only reads: a verb, or a state among words that are no verbs.
    fileprivate func sign(ofReadingFrom server: String) -> String? {
        if let verb = self.words.first(where: ToolVocabulary.reading.contains) { return verb }
        // Many servers put their own name before that of each tool.
        let own = Set(ToolName(server)?.words ?? [])
        let rest = self.words.filter { !own.contains($0) || ToolVocabulary.states.contains($0) }
        let known = ToolVocabulary.states.union(ToolVocabulary.neutral)
        guard rest.allSatisfy(known.contains) else { return nil }
        return rest.first(where: ToolVocabulary.states.contains)
    }
}
