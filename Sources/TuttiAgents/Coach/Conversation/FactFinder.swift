/// Finds without a model what a message tells: sentences with names, numbers, dates, people, decisions, plans, and what
/// somebody says about themselves.
///
/// The words are English; in other languages names, numbers and dates in digits still count, and in a script without our
/// letters every sentence of some length does.
package enum FactFinder {
    /// The most facts of one message: a long text that is pasted must not drown the conversation.
    package static let maximumFacts = 12
    /// The longest fact in characters.
    package static let maximumLength = 200
    /// The least that a fact weighs.
    private static let minimumWeight = 2
    /// The fewest words of a fact.
    private static let minimumWords = 3

    /// The facts of a message, in its order.
    package static func facts(in message: String, turn: Int) -> [TellingFact] {
        guard CoordinationHeuristic.smallTalk(message) == nil else { return [] }
        let found = Self.sentences(of: message).compactMap { Self.fact(in: $0, turn: turn) }
        guard found.count > Self.maximumFacts else { return found }
        let best = found.enumerated().sorted { a, b in (-a.element.weight, a.offset) < (-b.element.weight, b.offset) }
        return best.prefix(Self.maximumFacts).sorted { $0.offset < $1.offset }.map(\.element)
    }

    private static func fact(in sentence: String, turn: Int) -> TellingFact? {
        let words = Self.words(of: sentence)
        var kind = TellingFact.Kind.said
        var weight = 0
        for rule in Self.rules(in: words.map { $0.lowercased() }) {
            if kind == .said { kind = rule.kind }
            weight += rule.weight
        }
        weight += Self.weightOfNames(in: words) + Self.weightOfNumbers(in: words)
        if Self.isForeign(sentence) {
            weight += sentence.count >= 6 ? Self.minimumWeight : 0
        } else if words.count < Self.minimumWords {
            return nil
        }
        // A question rather asks than tells.
        if sentence.contains(where: { "?？؟".contains($0) }) {
            weight -= 1
            kind = .said
        }
        guard weight >= Self.minimumWeight else { return nil }
        return TellingFact(
            kind: kind, text: Quote.clipped(sentence, to: Self.maximumLength), weight: weight, turn: turn)
    }

    // MARK: Sentences and words

    /// The sentences; a date such as `12. Mai` and a title such as `Dr. Lee` do not end one, a line does.
    private static func sentences(of message: String) -> [String] {
        message.prefix(Self.maximumInput).split(whereSeparator: \.isNewline).flatMap { line in
            Quote.sentences(of: Quote.plain(String(line))).reduce(into: [String]()) { sentences, next in
                if let last = sentences.last, Self.goesOn(last) {
                    sentences[sentences.count - 1] = "\(last) \(next)"
                } else {
                    sentences.append(next)
                }
            }
        }
    }

    private static func goesOn(_ sentence: String) -> Bool {
        let last = sentence.split(separator: " ").last ?? ""
        let isDay = last.count <= 3 && last.hasSuffix(".") && last.dropLast().allSatisfy(\.isNumber)
        return (isDay && last.count > 1) || Self.titles.contains(String(last))
    }

    /// The words without the punctuation around them.
    private static func words(of sentence: String) -> [String] {
        sentence.replacing("’", with: "'").split(separator: " ").compactMap { word in
            let start = word.drop { !$0.isLetter && !$0.isNumber }
            let end = start.lastIndex { $0.isLetter || $0.isNumber }
            return end.map { String(start[...$0]) }
        }
    }

    private static func isForeign(_ sentence: String) -> Bool {
        !sentence.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
            && sentence.contains(where: \.isLetter)
    }

    /// The rules that have a sign in a sentence of these words, and none of their exceptions.
    private static func rules(in words: [String]) -> [Rule] {
        var found: Set<Int> = []
        for index in words.indices {
            for sign in Self.signs[words[index]] ?? [] where sign.isPrefix(of: words[index...]) {
                found.insert(sign.rule)
            }
        }
        let matching = found.sorted().map { Self.rules[$0] }
        guard matching.contains(where: { !$0.exceptions.isEmpty }) else { return matching }
        let text = words.joined(separator: " ")
        return matching.filter { rule in !rule.exceptions.contains { text.contains($0) } }
    }

    // MARK: Names and numbers

    /// Words with a capital inside of a sentence; one that shouts has none.
    private static func weightOfNames(in words: [String]) -> Int {
        let names = words.dropFirst().filter { word in
            guard word.first?.isUppercase ?? false, word.contains(where: \.isLowercase) else { return false }
            return !word.hasPrefix("I'") && !Self.isDate(word)
        }
        return names.isEmpty ? 0 : names.count == 1 ? 2 : 3
    }

    private static func weightOfNumbers(in words: [String]) -> Int {
        let hasNumber = words.contains { $0.contains(where: \.isNumber) }
        return (hasNumber ? 1 : 0) + (words.contains(where: Self.isDate) ? 2 : 0)
    }

    private static func isDate(_ word: String) -> Bool {
        // "may" and "march" are dates with a capital only.
        Self.months.contains(word) || Self.days.contains(word.lowercased())
    }

    // MARK: Tables

    private struct Rule {
        var kind: TellingFact.Kind
        var weight: Int
        /// Words that follow each other in a sentence; of the last one of a sign that ends in `*` the beginning is enough.
        var signs: [String]
        var exceptions: [String] = []
    }

    /// The words of a sign behind its first one, and the rule that it belongs to.
    private struct Sign {
        var rule: Int
        var words: [String]
        var endsWithin: Bool

        init(_ text: String, of rule: Int) {
            self.rule = rule
            self.endsWithin = text.hasSuffix("*")
            self.words = text.split { $0 == " " || $0 == "*" }.map(String.init)
        }

        func isPrefix(of sentence: ArraySlice<String>) -> Bool {
            let start = sentence.prefix(self.words.count)
            guard start.count == self.words.count, let last = start.last, let end = self.words.last else {
                return false
            }
            return start.dropLast() == self.words.dropLast()[...]
                && (self.endsWithin ? last.hasPrefix(end) : last == end)
        }
    }

    /// The signs by their first word.
    private static let signs: [String: [Sign]] = {
        let all = Self.rules.enumerated().flatMap { index, rule in rule.signs.map { Sign($0, of: index) } }
        return Dictionary(grouping: all) { $0.words[0] }
    }()

    /// The first that is not about what was said decides what a sentence is.
    private static let rules: [Rule] = [
        Rule(
            kind: .decided, weight: 3,
            signs: [
                "i decided", "i've decided", "i have decided", "we decided", "we've decided", "we have decided",
                "decided to",
                "my decision", "our decision", "we agreed", "i agreed", "i chose", "i've chosen", "i have chosen",
                "we chose", "made up my mind", "settled on",
            ],
            exceptions: ["not decided", "n't decided", "not made up", "n't made up"]),
        Rule(
            kind: .planned, weight: 3,
            signs: [
                "i will", "i'll", "i'm going to", "i am going to", "i plan", "i'm planning", "i am planning",
                "my plan", "our plan", "the plan is", "let's", "let us", "we will", "we'll", "we're going to",
                "i intend", "i promised", "my next step", "my goal",
            ],
            exceptions: ["i'll never", "i will never", "i'll be ok", "i will be ok", "let's see", "let us see"]),
        Rule(
            kind: .said, weight: 2,
            signs: [
                "my sister*", "my brother*", "my mother", "my mom", "my mum", "my father", "my dad", "my parents",
                "my wife",
                "my husband", "my partner", "my girlfriend", "my boyfriend", "my son*", "my daughter*", "my child",
                "my kids",
                "my friend*", "my boss", "my manager", "my colleague*", "my doctor", "my therapist", "my dog*",
                "my cat*",
                "my family", "my team", "my grandm*", "my grandf*", "my aunt*", "my uncle*", "my cousin*",
                "my neighbo*",
            ]),
        Rule(
            kind: .said, weight: 2,
            signs: [
                "my name is", "i am", "i'm", "i was born", "i live", "i work", "i study", "i have", "i've",
                "i had",
                "i feel", "i felt", "i like", "i love", "i hate", "i prefer", "i want", "i need", "i must",
                "i miss", "i believe", "i always", "i never", "i can't", "i cannot", "allergic",
                "important to me",
                "remember that",
            ]),
    ]

    private static let titles: Set<String> = ["Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "Mt."]

    private static let months: Set<String> = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December", "Jan", "Feb", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec",
    ]

    private static let days: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "tonight", "weekend",
    ]

    /// The characters that are looked at; facts at the end of a text without end are none.
    private static let maximumInput = 16 << 10
}
