extension ResultCache {
    /// The results that are kept, within two bounds: the one that has not been used for the longest time goes first.
    package struct Store {
        private struct Entry {
            var output: AgentOutput
            var storedAt: Nanoseconds
            var size: Int
            var place: RecencyList<Key>.Place
        }

        /// What an entry takes beside its texts, about.
        private static let overhead = 100

        private let bounds: Configuration
        private var entries: [Key: Entry] = [:]
        private var recency = RecencyList<Key>()
        package private(set) var byteCount = 0

        init(_ bounds: Configuration) { self.bounds = bounds }

        package var count: Int { self.entries.count }

        /// The result of a question and its age; not a use of it.
        func find(_ key: Key, at now: Nanoseconds) -> (output: AgentOutput, age: Nanoseconds)? {
            self.entries[key].map { ($0.output, max(now - $0.storedAt, 0)) }
        }

        /// Notes that a result has answered.
        mutating func use(_ key: Key) {
            if let entry = self.entries[key] { self.recency.use(entry.place) }
        }

        /// Keeps a result in place of an older one, if there is room for it at all.
        mutating func insert(_ output: AgentOutput, for key: Key, at now: Nanoseconds) {
            self.remove(key)
            let size = Self.size(of: output, for: key)
            guard size <= self.bounds.maximumBytes, self.bounds.maximumEntries > 0 else { return }
            while self.count >= self.bounds.maximumEntries || self.byteCount > self.bounds.maximumBytes - size {
                guard let oldest = self.recency.leastRecent else { break }
                self.remove(oldest)
            }
            self.entries[key] = Entry(output: output, storedAt: now, size: size, place: self.recency.insert(key))
            self.byteCount += size
        }

        private mutating func remove(_ key: Key) {
            guard let entry = self.entries.removeValue(forKey: key) else { return }
            _ = self.recency.remove(entry.place)
            self.byteCount -= entry.size
        }

        private static func size(of output: AgentOutput, for key: Key) -> Int {
            output.citations.reduce(Self.overhead + key.bytes.count + output.text.utf8.count) { size, citation in
                size + citation.source.utf8.count + citation.quote.utf8.count
            }
        }

        func checkInvariants() {
            precondition(self.recency.count == self.count, "\(self.recency.count) uses of \(self.count) results")
            let size = self.entries.values.reduce(0) { $0 + $1.size }
            precondition(self.byteCount == size, "\(self.byteCount) bytes are counted, \(size) are kept")
            precondition(self.count <= max(self.bounds.maximumEntries, 0), "\(self.count) results are kept")
            precondition(size <= max(self.bounds.maximumBytes, 0), "\(size) bytes are kept")
        }
    }
}
