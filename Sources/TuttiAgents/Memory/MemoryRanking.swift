#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Orders the entries that match a query: how well the words match, times how new the entry is.
///
/// score = BM25 × (1 + `recencyWeight` × 2^(−age / `recencyHalfLife`)). A product, because a score of BM25 has no unit:
/// what does not match stays at 0 however new it is, and newness only decides between what matches about as well.
package struct MemoryRanking {
    /// An entry with the terms it is indexed under.
    package struct Candidate {
        package var entry: MemoryEntry
        package var terms: [String]

        package init(entry: MemoryEntry, terms: [String]) {
            self.entry = entry
            self.terms = terms
        }
    }

    /// The most passages one search returns, whatever its limit.
    package static let maximumPassages = 100

    private let query: MemoryQuery
    private let terms: [String]
    private let corpus: BM25

    package init(query: MemoryQuery, terms: [String], corpus: BM25) {
        self.query = query
        self.terms = terms
        self.corpus = corpus
    }

    /// The terms an entry is indexed under: its text, and its tags twice, because they say what it is about.
    package static func terms(of entry: MemoryEntry) -> [String] {
        let tags = entry.tags.flatMap { Tokenizer.terms(in: $0) }
        return Tokenizer.terms(in: entry.text) + tags + tags
    }

    /// The best candidates, best first; of equal ones the newer first.
    package func passages(from candidates: [Candidate]) -> [MemoryPassage] {
        let limit = max(0, min(self.query.limit, Self.maximumPassages))
        let scored = candidates.map { candidate in
            let relevance = self.corpus.score(candidate.terms, for: self.terms)
            return (entry: candidate.entry, score: relevance * self.recency(of: candidate.entry))
        }
        let best = scored.filter { $0.score > 0 }.sorted { a, b in
            (a.score, a.entry.date, a.entry.id) > (b.score, b.entry.date, b.entry.id)
        }
        let sought = Set(self.terms)
        return best.prefix(limit).map { entry, score in
            MemoryPassage(entry: entry, score: score, snippet: Snippet.of(entry.text, matching: sought))
        }
    }

    private func recency(of entry: MemoryEntry) -> Double {
        let days = max(0, self.query.now.secondsSince1970 - entry.date.secondsSince1970) / 86_400
        guard days.isFinite, self.query.recencyHalfLife > 0, self.query.recencyWeight > 0 else { return 1 }
        return 1 + self.query.recencyWeight * exp2(-days / self.query.recencyHalfLife)
    }
}
