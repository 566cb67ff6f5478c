/// Phrases under one name: words, several words in a row, and beginnings of words (`overwhelm*`).
struct PhraseList: Sendable {
    private struct Phrase: Sendable {
        var words: [String]
        /// Whether the last word may go on.
        var isOpen: Bool

        func matches(_ text: ArraySlice<String>) -> Bool {
            guard text.count >= self.words.count, let last = self.words.last else { return false }
            let end = text.startIndex + self.words.count - 1
            guard text[..<end].elementsEqual(self.words.dropLast()) else { return false }
            return self.isOpen ? text[end].hasPrefix(last) : text[end] == last
        }
    }

    /// The most words of a phrase.
    static let maximumWords = 12

    let name: String
    private(set) var count = 0
    /// By their first word.
    private var phrases: [String: [Phrase]] = [:]
    /// Those whose first word may go on.
    private var openPhrases: [Phrase] = []

    init(_ name: String) { self.name = name }

    /// Adds a phrase as it is written in a file; false when it has no words, or too many.
    mutating func add(_ text: String) -> Bool {
        let isOpen = text.hasSuffix("*")
        let words = SelectionText(text).words
        guard let first = words.first, words.count <= Self.maximumWords else { return false }
        let phrase = Phrase(words: words, isOpen: isOpen)
        self.count += 1
        if isOpen, words.count == 1 {
            self.openPhrases.append(phrase)
        } else {
            self.phrases[first, default: []].append(phrase)
        }
        return true
    }

    /// The numbers of words that phrases have which stand at `index`.
    func lengths(in words: [String], at index: Int) -> [Int] {
        guard index < words.count else { return [] }
        let candidates = self.phrases[words[index], default: []] + self.openPhrases
        return candidates.filter { $0.matches(words[index...]) }.map(\.words.count)
    }

    /// The first phrase that is in the text, as the text has it.
    func first(in words: [String]) -> String? {
        for index in words.indices {
            if let length = self.lengths(in: words, at: index).max() {
                return words[index..<index + length].joined(separator: " ")
            }
        }
        return nil
    }
}
