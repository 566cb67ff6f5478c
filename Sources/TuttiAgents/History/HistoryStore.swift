/// Keeps the coordinations of the past, so that they can be shown, explained and learned from.
///
/// Calls may arrive concurrently. They throw ``StorageError``, and `CancellationError` when the caller was cancelled
/// before anything was written.
public protocol HistoryStore: Sendable {
    /// Keeps a record; one with the same id is replaced.
    func save(_ record: CoordinationRecord) async throws

    /// The newest records, newest first; at most 1000.
    func list(limit: Int) async throws -> [CoordinationRecord]

    /// The record with this id, nil when there is none.
    func find(_ id: String) async throws -> CoordinationRecord?
}
