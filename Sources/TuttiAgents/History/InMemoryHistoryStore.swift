/// A history that ends with the process, for tests and for runs that shall leave no trace.
public actor InMemoryHistoryStore: HistoryStore {
    private let maximumRecords: Int
    private var records: [String: CoordinationRecord] = [:]

    /// Creates an empty history; beyond `maximumRecords` the oldest are forgotten.
    public init(maximumRecords: Int = 1000) { self.maximumRecords = max(1, maximumRecords) }

    /// Keeps a record; one with the same id is replaced.
    public func save(_ record: CoordinationRecord) throws {
        try record.validate()
        self.records[record.id] = record
        guard self.records.count > self.maximumRecords else { return }
        for old in self.newestFirst.dropFirst(self.maximumRecords) { self.records[old.id] = nil }
    }

    /// The newest records, newest first; at most 1000.
    public func list(limit: Int) -> [CoordinationRecord] { Array(self.newestFirst.prefix(max(0, min(limit, 1000)))) }

    /// The record with this id, nil when there is none.
    public func find(_ id: String) -> CoordinationRecord? { self.records[id] }

    private var newestFirst: [CoordinationRecord] {
        self.records.values.sorted { ($0.date, $0.id) > ($1.date, $1.id) }
    }
}
