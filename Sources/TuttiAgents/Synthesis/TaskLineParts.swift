/// A line about a task, taken apart into what is to be done and the details before and behind it.
///
/// `overdue since Nov 22: Send the report (high)`, `[high] Send the report, due 2026-11-22`, `Send the report — inbox`.
struct TaskLineParts {
    private(set) var title: String
    /// The details, put together.
    private(set) var details = ""

    private static let leadingStates = ["overdue", "due ", "open:", "today:", "tomorrow:"]
    private static let separators = [" — ", " – ", " · ", " | ", ", due", "; due", " due 20", " due today", " due tom"]
    private static let detailWords = ["due", "high", "low", "normal", "priority", "urgent", "important"]

    init(_ line: String) {
        var rest = line[...]
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            self.details += rest[rest.index(after: rest.startIndex)..<end] + " "
            rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
        }
        let words = rest.lowercased()
        if Self.leadingStates.contains(where: words.hasPrefix), let colon = rest.prefix(40).firstIndex(of: ":") {
            self.details += rest[..<colon] + " "
            rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
        }
        if let cut = Self.separators.compactMap({ rest.firstRange(of: $0)?.lowerBound }).min(), cut > rest.startIndex {
            self.details += rest[cut...] + " "
            rest = rest[..<cut]
        }
        if rest.hasSuffix(")"), let open = rest.lastIndex(of: "("), open > rest.startIndex {
            // A title may end in brackets of its own: only what reads as details is taken off.
            let inside = rest[open...].lowercased()
            if Self.detailWords.contains(where: inside.contains) {
                self.details += rest[open...].dropFirst().dropLast() + " "
                rest = rest[..<open]
            }
        }
        self.title = rest.split(separator: " ").joined(separator: " ")
    }
}
