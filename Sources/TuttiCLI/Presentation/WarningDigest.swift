/// Warnings for a person: those that have the same cause are said once, with how often.
///
/// A model that nobody can reach fails the strategy, the choice of tools and the answer, each with the same words.
struct WarningDigest {
    /// Words that two warnings share for this many characters are the same cause.
    private static let sharedLength = 60

    private(set) var warnings: [(text: String, repetitions: Int)] = []

    init(_ texts: [String]) {
        for text in texts {
            if let index = self.warnings.firstIndex(where: { Self.haveOneCause($0.text, text) }) {
                self.warnings[index].repetitions += 1
            } else {
                self.warnings.append((text, 0))
            }
        }
    }

    /// The warnings as lines.
    var lines: [String] {
        self.warnings.map { text, repetitions in
            switch repetitions {
            case 0: text
            case 1: "\(text) (1 more warning has this cause)"
            default: "\(text) (\(repetitions) more warnings have this cause)"
            }
        }
    }

    private static func haveOneCause(_ a: String, _ b: String) -> Bool {
        let characters = Array(b.prefix(4000))
        guard characters.count >= Self.sharedLength else { return a == b }
        return (0...characters.count - Self.sharedLength).contains { start in
            a.contains(String(characters[start..<start + Self.sharedLength]))
        }
    }
}
