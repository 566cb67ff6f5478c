/// Chooses what to quote of a text: the run of sentences that names the most of what was sought.
package enum Snippet {
    private struct Sentence {
        var text: Substring
        var length: Int
        var terms: Set<String>
    }

    /// The sentences that are looked at; a longer text is quoted from its beginning.
    private static let maximumSentences = 400

    /// The best run of whole sentences of at most `maximumLength` characters, `…` standing for what is left out.
    ///
    /// White space becomes single spaces. A sentence that is too long itself is cut between words, behind the match.
    package static func of(
        _ text: String, matching sought: Set<String>, maximumLength: Int = 280
    ) -> String {
        let (sentences, isWhole) = Self.sentences(in: text)
        guard let best = Self.bestRun(of: sentences, sought, maximumLength) else { return "" }
        let quoted = sentences[best].map { Self.collapsed($0.text) }.joined(separator: " ")
        let start = best.lowerBound == 0 ? "" : "… "
        let end = best.upperBound == sentences.count && isWhole ? "" : " …"
        guard quoted.count > maximumLength else { return start + quoted + end }
        return start + Self.cut(quoted, sought, maximumLength) + end
    }

    private static func bestRun(
        of sentences: [Sentence], _ sought: Set<String>, _ maximumLength: Int
    ) -> Range<Int>? {
        var best: (range: Range<Int>, found: Int, matches: Int)?
        for start in sentences.indices {
            var found: Set<String> = []
            var (length, matches, end) = (0, 0, start)
            while end < sentences.count {
                length += sentences[end].length + 1
                guard end == start || length <= maximumLength else { break }
                let terms = sentences[end].terms.intersection(sought)
                found.formUnion(terms)
                matches += terms.isEmpty ? 0 : 1
                end += 1
            }
            if (found.count, matches) > (best?.found ?? -1, best?.matches ?? -1) {
                best = (start..<end, found.count, matches)
            }
        }
        return best?.range
    }

    /// Ends a sentence at a line break, and behind `.`, `!` or `?` before white space.
    private static func sentences(in text: String) -> (sentences: [Sentence], isWhole: Bool) {
        var result: [Sentence] = []
        var start = text.startIndex
        var previous: Character = " "
        for index in text.indices {
            let character = text[index]
            if character.isNewline || (character.isWhitespace && ".!?".contains(previous)) {
                Self.append(text[start..<index], to: &result)
                start = text.index(after: index)
            }
            previous = character
            if result.count == Self.maximumSentences { return (result, false) }
        }
        Self.append(text[start...], to: &result)
        return (result, true)
    }

    private static func append(_ text: Substring, to sentences: inout [Sentence]) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        let terms = Set(Tokenizer.tokens(in: text, limit: 2000).map(\.stem))
        sentences.append(Sentence(text: text, length: text.count, terms: terms))
    }

    private static func collapsed(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func cut(_ text: String, _ sought: Set<String>, _ maximumLength: Int) -> String {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        let match = words.firstIndex { !sought.isDisjoint(with: Tokenizer.tokens(in: $0, limit: 100).map(\.stem)) }
        let first = max(0, (match ?? 0) - 8)
        var result = first == 0 ? "" : "…"
        for word in words[first...] {
            // One word without end is cut too, or it would fill the screen.
            guard result.count + word.count < maximumLength else {
                return (result.isEmpty ? String(word.prefix(maximumLength - 1)) : result + " ") + "…"
            }
            result += (result.isEmpty ? "" : " ") + word
        }
        return result
    }
}
