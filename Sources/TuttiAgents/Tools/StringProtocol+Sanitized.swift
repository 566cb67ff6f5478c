internal import TuttiCore

extension StringProtocol {
    /// The text as it may be quoted: without what could command a terminal or deceive a reader, tabs as spaces.
    package var sanitized: String { self.terminalSafe.replacing("\t", with: " ") }

    /// The text on one line of at most `maximumLength` characters, sanitized, `…` standing for what is left out.
    package func sanitizedLine(maximumLength: Int) -> String {
        // A character may be many scalars: the bound on them keeps a hostile megabyte from being read to its end.
        let start = String(String.UnicodeScalarView(self.unicodeScalars.prefix(16 * maximumLength)))
        let line = start.sanitized.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isWhole = line.count <= maximumLength && start.utf8.count == self.utf8.count
        return isWhole ? line : line.prefix(maximumLength - 1) + "…"
    }
}
