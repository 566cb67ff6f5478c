/// The first sentences of an answer that no model words: what was asked, and a kind word where one fits.
enum Opening {
    /// A kind word by what the question is about; the first that fits counts.
    private static let sympathy: [(signs: [String], sentence: String)] = [
        (["overwhelm", "too much", "everything at once", "drowning"], "That sounds like a lot at once."),
        (
            ["lonely", "sad", "depress", "hopeless", "grief", "cry"],
            "That sounds hard, and it is good that you say it."
        ),
        (["anxious", "anxiety", "worr", "afraid", "scared", "panic", "nervous"], "That sounds like a worrying time."),
        (["stress", "pressure", "deadline", "running late"], "That sounds like a tight spot."),
        (["tired", "exhaust", "can't sleep", "cannot sleep", "sleepless", "burn"], "That sounds tiring."),
        (["angry", "furious", "frustrat", "annoy"], "That sounds frustrating."),
        (["stuck", "procrastinat", "can't start", "cannot start", "motivat"], "Starting is often the hardest part."),
        (["happy", "proud", "grateful", "excited"], "That is good to hear."),
    ]

    /// The sentences that mirror what was asked.
    static func mirroring(_ question: String) -> String {
        let asked = question.sanitizedLine(maximumLength: 160)
        guard !asked.isEmpty else { return "You did not say what this is about." }
        let words = asked.lowercased().replacing("’", with: "'")
        let verb = asked.hasSuffix("?") ? "asked" : "wrote"
        let end = asked.last.map { ".!?…".contains($0) } ?? false ? "" : "."
        let quote = "You \(verb): “\(asked)\(end)”"
        let fitting = Self.sympathy.first { entry in entry.signs.contains { words.contains($0) } }
        return fitting.map { "\(quote) \($0.sentence)" } ?? quote
    }
}
