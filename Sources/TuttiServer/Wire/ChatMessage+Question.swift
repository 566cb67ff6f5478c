internal import TuttiAgents

extension [ChatMessage] {
    /// The last message of the user that says something is the question, what came before it the background; nil when there
    /// is none.
    var question: Question? {
        let last = self.lastIndex { $0.role == "user" && $0.text.contains { !$0.isWhitespace } }
        guard let last else { return nil }
        let background = self[..<last].filter { !$0.text.isEmpty }.map { "\($0.role): \($0.text)" }
        return Question(self[last].text, background: background.joined(separator: "\n"))
    }
}
