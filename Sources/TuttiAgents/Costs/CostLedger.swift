/// Keeps every call of a model with what it cost.
public protocol CostLedger: Sendable {
    /// Keeps a call; a later entry with the same id replaces it, for some calls tell more after they seemed to be over.
    ///
    /// Returns at once and never fails: a ledger that writes to a disk does so in the background.
    func record(_ entry: CostEntry)

    /// Waits until everything that was recorded before is kept.
    ///
    /// - Throws: ``StorageError`` when something could not be kept since the last call.
    func flush() async throws

    /// The calls that began at `date` or later, oldest first; at most the newest 100,000.
    ///
    /// - Throws: ``StorageError``.
    func entries(since date: Timestamp) async throws -> [CostEntry]
}

extension CostLedger {
    /// The most entries that one question to a ledger gives.
    package static var maximumEntries: Int { 100_000 }
}
