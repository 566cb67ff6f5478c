/// Counts in how many entries a word or tag occurs.
///
/// Stems are counted, so that `deadlines` and `deadline` are one theme, and shown in the form that is used most.
package struct ThemeCounter {
    /// The newest entries a store counts.
    package static let maximumEntries = 200

    private struct Tally {
        var count = 0
        var tagged = 0
        var last: Timestamp
        var forms: [String: Int] = [:]
    }

    private var tokenizer = TokenBuilder()
    private var tallies: [String: Tally] = [:]

    package init() {}

    /// Counts one entry; each theme counts once an entry, however often the entry names it.
    package mutating func count(_ entry: MemoryEntry) {
        // What the notes of a session tell was said in entries of their own.
        if SessionNotes.isNotes(entry) { return }
        let tags = entry.tags.flatMap { self.tokenizer.tokens(in: $0, limit: 100) }
        let words = self.tokenizer.tokens(in: entry.text, limit: 5000).filter { Self.isTopic($0.word) }
        let tagged = Set(tags.map(\.stem))
        for token in tags + words {
            // In place: a tally that is taken out and put back copies the forms it holds.
            self.tallies[token.stem, default: Tally(last: entry.date)].forms[token.word, default: 0] += 1
        }
        for stem in tagged.union(words.map(\.stem)) {
            self.tallies[stem]?.count += 1
            self.tallies[stem]?.tagged += tagged.contains(stem) ? 1 : 0
            if let last = self.tallies[stem]?.last, last < entry.date { self.tallies[stem]?.last = entry.date }
        }
    }

    /// The themes of two entries or more; what people tagged comes before what they only mention as often.
    package func themes(limit: Int) -> [MemoryTheme] {
        let repeated = self.tallies.values.filter { $0.count >= 2 }
        let themes = repeated.map { tally in
            let form = tally.forms.max { a, b in (a.value, b.key) < (b.value, a.key) }
            let theme = MemoryTheme(word: form?.key ?? "", count: tally.count, last: tally.last)
            return (theme: theme, weight: tally.count + tally.tagged)
        }
        let ordered = themes.sorted { a, b in
            (a.weight, a.theme.last, b.theme.word) > (b.weight, b.theme.last, a.theme.word)
        }
        return ordered.prefix(max(0, limit)).map(\.theme)
    }

    private static func isTopic(_ word: String) -> Bool {
        word.utf8.count >= 4 && !StopWords.isStopWord(word) && !StopWords.isTooGeneralForATheme(word)
            && word.utf8.contains { !(0x30...0x39).contains($0) }
    }
}
