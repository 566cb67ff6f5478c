/// Splits text into words, in one way for notes, memory and every store, so that a search finds the same everywhere.
///
/// Words are runs of letters and digits of any script, lower-cased, Latin letters without their accents; apostrophes
/// are left out (`what's` is `whats`); each ideograph and kana is a word of its own. English words are stemmed.
/// A term holds letters and digits only, so it is no syntax in any query language.
package enum Tokenizer {
    /// A word and its stem.
    package struct Token: Hashable, Sendable {
        package var word: String
        package var stem: String
    }

    /// The most terms a query keeps; further words are ignored.
    package static let maximumQueryTerms = 32
    /// The bytes of a word that count.
    package static let maximumWordLength = 64

    /// The words of a text, `limit` at most.
    package static func tokens(in text: some StringProtocol, limit: Int = 250_000) -> [Token] {
        var builder = TokenBuilder()
        return builder.tokens(in: text, limit: limit)
    }

    /// The stems of all words of a text, stop words included.
    package static func terms(in text: some StringProtocol) -> [String] { Self.tokens(in: text).map(\.stem) }

    /// The different stems of a question without its stop words; with them when it has no other words.
    package static func queryTerms(in text: some StringProtocol) -> [String] {
        let tokens = Self.tokens(in: text, limit: 4096)
        let telling = tokens.filter { !StopWords.isStopWord($0.word) }
        var seen: Set<String> = []
        let stems = (telling.isEmpty ? tokens : telling).map(\.stem).filter { seen.insert($0).inserted }
        return Array(stems.prefix(Self.maximumQueryTerms))
    }
}
