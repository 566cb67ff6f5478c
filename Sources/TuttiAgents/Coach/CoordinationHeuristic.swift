/// Tells without a model what a message is, from its words alone.
///
/// Relevance wins over speed: what is neither small talk nor about the conversation itself counts as something to look
/// into as soon as it mentions a problem, the person's own life, or is a question.
public enum CoordinationHeuristic {
    /// What a message that needs no agent is.
    public enum SmallTalk: Hashable, Sendable, CaseIterable {
        /// A greeting.
        case greeting
        /// Thanks.
        case thanks
        /// A farewell.
        case farewell
        /// A question about how the coach is.
        case wellBeing
        /// A question about what the coach is or can do.
        case identity
        /// Agreement, or a sign of having heard.
        case agreement
        /// A refusal.
        case refusal
        /// A question about what was just said.
        case clarification
        /// Nothing, or nothing with words.
        case empty
    }

    /// Whether the agents should be asked.
    public static func needsCoordination(_ message: String) -> Bool {
        if self.smallTalk(message) != nil { return false }
        let text = Self.normalized(message)
        let words = text.split(separator: " ").map(String.init)
        if Self.problems.contains(where: { sign in text.hasPrefix(sign) || text.contains(" \(sign)") }) { return true }
        if Self.affairs.contains(where: { words.contains($0) }) { return true }
        let isAboutSelf = words.contains { Self.selfWords.contains($0) }
        if isAboutSelf { return Self.isQuestion(message, words) || words.count >= 5 }
        // In a script we have no words for, anything of some length is taken seriously.
        let isForeign = !text.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
        return Self.isQuestion(message, words) ? words.count >= 4 || isForeign : words.count >= 12 || isForeign
    }

    /// Which kind of small talk a message is; nil when it is more than that.
    public static func smallTalk(_ message: String) -> SmallTalk? {
        let text = Self.normalized(message)
        guard !text.isEmpty else { return .empty }
        for (kind, phrases) in Self.phrases where phrases.contains(text) { return kind }
        for (kind, starts) in Self.starts where starts.contains(where: { text == $0 || text.hasPrefix("\($0) ") }) {
            // "Thanks, but I still cannot sleep" goes on after the thanks.
            let words = text.split(separator: " ")
            let limit = kind == .clarification ? 12 : 6
            let hasProblem = Self.problems.contains { sign in text.contains(sign) }
            if words.count <= limit, !hasProblem, !words.contains("but") { return kind }
        }
        return nil
    }

    // MARK: Words

    /// Lower case, one space between words, no punctuation but apostrophes inside words.
    private static func normalized(_ message: String) -> String {
        var text = ""
        for character in message.prefix(Self.maximumLength).lowercased() {
            switch character {
            case "’", "'": text += "'"
            case _ where character.isLetter || character.isNumber: text.append(character)
            default: text += " "
            }
        }
        return text.split(separator: " ").joined(separator: " ")
    }

    private static func isQuestion(_ message: String, _ words: [String]) -> Bool {
        let isMarked = message.prefix(Self.maximumLength).contains { "?？؟".contains($0) }
        return isMarked || words.first.map(Self.questionWords.contains) ?? false
    }

    /// The characters that are looked at: whoever writes more has something to say.
    private static let maximumLength = 2000

    private static let phrases: [(SmallTalk, Set<String>)] = [
        (
            .greeting,
            [
                "hi", "hello", "hey", "hi there", "hello there", "hey there", "good morning", "good afternoon",
                "good evening", "morning", "evening", "yo", "howdy", "hello again", "hi again", "i'm back", "hey coach",
                "hi coach", "hello coach",
            ]
        ),
        (
            .farewell,
            ["bye", "goodbye", "good night", "see you", "see you later", "that's all", "bye bye", "take care"]
        ),
        (
            .wellBeing,
            [
                "how are you", "how are you doing", "how are you today", "how's it going", "what's up",
                "hi how are you",
                "hello how are you", "hey how are you",
            ]
        ),
        (
            .identity,
            [
                "who are you", "what are you", "what can you do", "what do you do", "help", "are you human",
                "are you a bot", "how do you work", "what is this",
            ]
        ),
        (
            .agreement,
            [
                "ok", "okay", "yes", "yeah", "yep", "sure", "right", "i see", "got it", "makes sense", "good", "great",
                "cool", "nice", "fine", "alright", "that makes sense", "sounds good", "perfect", "i will", "i'll try",
                "that helps", "that's helpful", "i'm fine", "i'm good", "i'm ok", "not bad",
            ]
        ),
        (.refusal, ["no", "nope", "not really", "not now", "never mind", "nevermind", "no thanks", "no thank you"]),
    ]

    private static let starts: [(SmallTalk, [String])] = [
        (.thanks, ["thanks", "thank you", "thx", "many thanks", "ok thanks", "great thanks"]),
        (.farewell, ["bye", "goodbye", "good night"]),
        (.greeting, ["nice to meet you"]),
        (
            .clarification,
            [
                "what do you mean", "what does that mean", "can you repeat", "could you repeat", "say that again",
                "can you explain that", "could you explain that", "explain that", "shorter please", "in short",
                "why do you say", "what did you say", "i don't understand", "i do not understand", "come again",
                "what was that", "can you say that", "tell me more", "go on", "and then",
            ]
        ),
    ]

    /// The beginnings of words and phrases that tell of something that weighs on a person.
    private static let problems = [
        "overwhelm", "stress", "anxi", "worr", "afraid", "scared", "panic", "nervous", "sad", "lonely", "depress",
        "hopeless", "angry", "frustrat", "tired", "exhaust", "burnout", "burned out", "burnt out", "stuck", "lost",
        "confus", "procrastinat", "can't sleep", "cannot sleep", "can't focus", "cannot focus", "can't cope",
        "can't start", "cannot start", "too much", "deadline", "behind with", "running late", "struggl", "fail",
        "problem", "trouble", "conflict", "argument", "fight", "quit", "guilty", "ashamed", "regret", "motivat",
        "everything at once", "don't know what to do", "don't know how", "hurt", "crisis", "pressure",
    ]

    /// Words for what the agents know about.
    private static let affairs: Set<String> = [
        "task", "tasks", "todo", "todos", "due", "overdue", "plan", "plans", "planning", "schedule", "goal", "goals",
        "journal", "notes", "remember", "habit", "habits", "prioritize", "priorities", "decide", "decision", "values",
        "routine", "calendar", "project",
    ]

    private static let selfWords: Set<String> = [
        "i", "i'm", "i've", "i'll", "i'd", "me", "my", "myself", "mine", "we", "our", "us",
    ]

    private static let questionWords: Set<String> = [
        "how", "what", "when", "where", "why", "which", "who", "should", "shall", "can", "could", "do", "does", "did",
        "is", "are", "am", "will", "would", "have", "has", "was", "were",
    ]
}
