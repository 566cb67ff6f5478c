/// A topic on whose questions nothing is ever saved.
///
/// Told by words alone, and rather once too often: what it costs is a better model.
public enum CriticalTopic: String, Hashable, Sendable, CaseIterable {
    /// Somebody may come to harm.
    case safety
    /// Somebody is ill, or fears to be.
    case health
    /// How somebody feels.
    case feelings
    /// A decision about more money than an answer costs.
    case money

    /// The beginnings of words, and phrases, by topic; the first topic that is found counts.
    private static let signs: [(CriticalTopic, [String])] = [
        (
            .safety,
            [
                "suicid", "kill myself", "kill me", "end my life", "self-harm", "hurt myself", "hurting me", "abus",
                "violen", "danger", "emergency", "threat", "overdos", "unsafe", "crisis",
            ]
        ),
        (
            .health,
            [
                "health", "doctor", "hospital", "medic", "medication", "pill", "symptom", "diagnos", "pain", "sick",
                "ill", "illness", "chest", "pregnan", "cancer", "therap", "surgery", "bleed", "fever", "allerg",
            ]
        ),
        (
            .feelings,
            [
                "feel", "overwhelm", "stress", "anxi", "worr", "afraid", "scared", "panic", "sad", "lonel", "depress",
                "hopeless", "angry", "grief", "griev", "ashamed", "guilty", "cry", "exhaust", "burnout", "burned out",
                "hate", "love", "divorce", "breakup", "break up", "died", "death", "desperate", "can't cope",
                "cannot cope", "can't sleep", "cannot sleep",
            ]
        ),
        (
            .money,
            [
                "invest", "mortgage", "loan", "debt", "salary", "pension", "retire", "tax", "insur", "bankrupt",
                "savings", "sell my", "buy a house", "quit my job", "lawsuit", "contract", "rent",
            ]
        ),
    ]

    /// The characters of a question that are looked at.
    private static let maximumLength = 4_000

    /// The topic of a question; nil when none is found. Text in a script without words here counts as feelings, and so does
    /// one that is too long to be looked at to its end.
    public init?(in question: String) {
        let text = " " + Self.normalized(question)
        for (topic, signs) in Self.signs where signs.contains(where: { text.contains(" \($0)") }) {
            self = topic
            return
        }
        let isForeign = text.contains { $0.isLetter } && !text.contains { $0.isASCII && $0.isLetter }
        guard isForeign || !question.dropFirst(Self.maximumLength).isEmpty else { return nil }
        self = .feelings
    }

    /// Lower case, one space between words, no punctuation but hyphens and apostrophes.
    private static func normalized(_ text: String) -> String {
        let characters = text.prefix(Self.maximumLength).lowercased().map { character -> Character in
            if character == "’" { return "'" }
            return character.isLetter || character.isNumber || character == "'" || character == "-" ? character : " "
        }
        return String(characters).split(separator: " ").joined(separator: " ")
    }
}
