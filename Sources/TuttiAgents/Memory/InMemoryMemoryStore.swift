/// A memory that ends with the process, for tests and for trying things out.
///
/// It ranks as every store does. A search reads every entry, so keep it to a few thousand.
public actor InMemoryMemoryStore: MemoryStore {
    private struct Item {
        var entry: MemoryEntry
        var terms: [String]
    }

    private let maximumEntries: Int
    private var items: [String: Item] = [:]

    /// Creates an empty store; beyond `maximumEntries` the oldest are forgotten.
    public init(maximumEntries: Int = 10_000) { self.maximumEntries = max(1, maximumEntries) }

    /// Adds entries, all or none; an entry whose id is there already is replaced.
    public func add(_ entries: [MemoryEntry]) throws {
        for entry in entries { try entry.validate() }
        for entry in entries { self.items[entry.id] = Item(entry: entry, terms: MemoryRanking.terms(of: entry)) }
        guard self.items.count > self.maximumEntries else { return }
        for entry in self.newest(self.items.count).dropFirst(self.maximumEntries) { self.items[entry.id] = nil }
    }

    /// The entries that share a word with the query, best first.
    public func search(_ query: MemoryQuery) -> [MemoryPassage] {
        let sought = SoughtTerms(query.text)
        var candidates: [MemoryRanking.Candidate] = []
        for item in self.items.values {
            let counts = sought.counts(in: item.terms)
            guard counts.contains(where: { $0 > 0 }) else { continue }
            candidates.append(
                .init(id: item.entry.id, date: item.entry.date, counts: counts, length: item.terms.count))
        }
        let corpus = BM25(
            documents: self.items.count, totalLength: self.items.values.reduce(0) { $0 + $1.terms.count },
            frequencies: sought.frequencies(in: candidates.lazy.map(\.counts)))
        let wanted = candidates.filter { candidate in
            query.kinds.map { $0.contains(self.items[candidate.id]?.entry.kind ?? .note) } ?? true
        }
        return MemoryRanking(query: query, corpus: corpus).best(of: wanted).compactMap { match in
            self.items[match.id].map { MemoryPassage(entry: $0.entry, score: match.score, sought: sought) }
        }
    }

    /// The newest entries, newest first; at most 1000.
    public func recent(limit: Int) -> [MemoryEntry] { self.newest(min(limit, 1000)) }

    /// What comes back in the newest 200 entries.
    public func themes(limit: Int) -> [MemoryTheme] {
        var counter = ThemeCounter()
        for entry in self.newest(ThemeCounter.maximumEntries) { counter.count(entry) }
        return counter.themes(limit: limit)
    }

    private func newest(_ limit: Int) -> [MemoryEntry] {
        let entries = self.items.values.map(\.entry)
        return Array(entries.sorted { ($0.date, $0.id) > ($1.date, $1.id) }.prefix(max(0, limit)))
    }
}
