/// Tells a reply that is to be shown from the line by which a model says that the team is to be asked.
///
/// undecided: text that may still become the mark → held back · the mark → isMark · anything else → shown, plain
/// plain: everything is shown · isMark: nothing is
struct MarkFilter {
    private enum State {
        case undecided(held: String)
        case plain
        case mark
    }

    private static let mark = CoachPrompts.coordinationMark
    private var state = State.undecided(held: "")

    /// Whether the text begins with the mark.
    var isMark: Bool {
        guard case .mark = self.state else { return false }
        return true
    }

    /// Takes the next piece and returns what can be shown.
    mutating func take(_ piece: String) -> String {
        switch self.state {
        case .plain: return piece
        case .mark: return ""
        case .undecided(let held):
            let text = held + piece
            // Models like to quote, to embolden, and to put the line into brackets.
            let begun = text.drop { $0.isWhitespace || "*`\"'“<[(#_\u{FEFF}".contains($0) }.uppercased()
            if begun.hasPrefix(Self.mark) {
                self.state = .mark
                return ""
            }
            if Self.mark.hasPrefix(begun), text.utf8.count < 200 {
                self.state = .undecided(held: text)
                return ""
            }
            self.state = .plain
            return text
        }
    }

    /// What was held back when nothing more comes.
    mutating func finish() -> String {
        guard case .undecided(let held) = self.state else { return "" }
        self.state = .plain
        return held
    }
}
