/// Keeps what a person said and wrote, and finds what of it matters now.
///
/// Every implementation passes the same conformance suite. Text is data: no text in an entry or a query makes a call
/// fail, but for the limits of ``MemoryEntry``. Calls may arrive concurrently and throw ``StorageError``;
/// `CancellationError` when the caller was cancelled before anything was written.
public protocol MemoryStore: Sendable {
    /// Adds entries, all or none; an entry whose id is there already is replaced.
    func add(_ entries: [MemoryEntry]) async throws

    /// The entries that share at least one word with the query, best first; none for a query without words.
    func search(_ query: MemoryQuery) async throws -> [MemoryPassage]

    /// The newest entries, newest first; at most 1000.
    func recent(limit: Int) async throws -> [MemoryEntry]

    /// What comes back in the newest 200 entries, most frequent first.
    func themes(limit: Int) async throws -> [MemoryTheme]
}

extension MemoryStore {
    /// Adds one entry, or replaces the one with its id.
    public func add(_ entry: MemoryEntry) async throws { try await self.add([entry]) }
}
