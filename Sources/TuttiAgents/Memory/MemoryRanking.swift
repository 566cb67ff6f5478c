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
    /// What the score of an entry depends on.
    package struct Candidate {
        package var id: String
        package var date: Timestamp
        /// How often it holds each term sought.
        package var counts: [Int]
        /// The number of its terms.
        package var length: Int

        package init(id: String, date: Timestamp, counts: [Int], length: Int) {
            self.id = id
            self.date = date
            self.counts = counts
            self.length = length
        }
    }

    /// A candidate that matches.
    package struct Match {
        package var id: String
        package var date: Timestamp
        package var score: Double
    }

    /// The most passages one search returns, whatever its limit.
    package static let maximumPassages = 100

    private let query: MemoryQuery
    private let corpus: BM25

    package init(query: MemoryQuery, corpus: BM25) {
        self.query = query
        self.corpus = corpus
    }

    /// The terms an entry is indexed under: its text, and its tags twice, because they say what it is about.
    package static func terms(of entry: MemoryEntry) -> [String] {
        let tags = entry.tags.flatMap { Tokenizer.terms(in: $0) }
        return Tokenizer.terms(in: entry.text) + tags + tags
    }

    /// The best candidates, best first; of equal ones the newer first.
    package func best(of candidates: [Candidate]) -> [Match] {
        let matches = candidates.map { candidate in
            let relevance = self.corpus.score(counts: candidate.counts, length: candidate.length)
            let score = relevance * self.recency(of: candidate.date)
            return Match(id: candidate.id, date: candidate.date, score: score)
        }
        let ordered = matches.filter { $0.score > 0 }.sorted { ($0.score, $0.date, $0.id) > ($1.score, $1.date, $1.id) }
        return Array(ordered.prefix(max(0, min(self.query.limit, Self.maximumPassages))))
    }

    private func recency(of date: Timestamp) -> Double {
        let days = max(0, self.query.now.secondsSince1970 - date.secondsSince1970) / 86_400
        guard days.isFinite, self.query.recencyHalfLife > 0, self.query.recencyWeight > 0 else { return 1 }
        return 1 + self.query.recencyWeight * exp2(-days / self.query.recencyHalfLife)
    }
}
