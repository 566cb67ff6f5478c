internal import Synchronization

/// A bounded queue between a run, which never waits, and one reader, which does.
///
/// The run notes records; the reader takes all there are at once and writes them out on its own time.
final class EventBuffer: Sendable {
    /// What a reader takes: dense records, the first one's sequence number, and how many are gone before it.
    struct Batch: Sendable {
        var records: [EventRecord]
        var sequence: Int
        var missed: Int
    }

    private struct State {
        /// The unread records; full, it is a ring whose oldest is at `head`.
        var records: [EventRecord] = []
        var head = 0
        var missed = 0
        /// The sequence number of the oldest unread record.
        var sequence = 1
        var hasEnded = false
        var reader: CheckedContinuation<Batch?, Never>?

        mutating func append(_ record: EventRecord, capacity: Int) {
            guard self.records.count == capacity else {
                // What a run of a few agents tells.
                if self.records.isEmpty { self.records.reserveCapacity(min(capacity, 16)) }
                return self.records.append(record)
            }
            self.records[self.head] = record
            self.head = (self.head + 1) % capacity
            self.missed += 1
            self.sequence += 1
        }

        /// All unread records; the outer nil means that there are none yet.
        mutating func take() -> Batch?? {
            guard !self.records.isEmpty else { return self.hasEnded ? .some(nil) : nil }
            let ordered = self.head == 0 ? self.records : Array(self.records[self.head...] + self.records[..<self.head])
            let batch = Batch(records: ordered, sequence: self.sequence, missed: self.missed)
            self.sequence += ordered.count
            self.records = []
            // As many are likely to come until the next time.
            self.records.reserveCapacity(ordered.count)
            self.head = 0
            self.missed = 0
            return batch
        }
    }

    /// How long records gather that are read as soon as they come, in nanoseconds.
    private static let gathering: Nanoseconds = 5_000

    private let capacity: Int
    /// The threads of the run; nil in a simulation, where nothing happens while a reader looks.
    private let pool: AgentPool?
    private let state = Lock(State())
    /// Whether there are unread records, for a reader that looks without the lock.
    private let hasRecords = Atomic(false)

    init(capacity: Int, pool: AgentPool?) {
        self.capacity = max(1, capacity)
        self.pool = pool
    }

    /// Adds records, and never waits.
    ///
    /// - Returns: Whether a reader waits for them: ``wakeReader()`` is to follow when the run's lock is free.
    func append(_ records: [EventRecord]) -> Bool {
        self.state.withLock { state in
            // Not each time: a reader that looks shares the place.
            if state.records.isEmpty { self.hasRecords.store(true, ordering: .relaxed) }
            for record in records { state.append(record, capacity: self.capacity) }
            if case .runFinished = records.last?.written?.kind { state.hasEnded = true }
            return state.reader != nil
        }
    }

    func wakeReader() {
        let (reader, batch) = self.state.withLock { state in
            guard let reader = state.reader, let batch = state.take() else {
                return (CheckedContinuation<Batch?, Never>?.none, Batch?.none)
            }
            state.reader = nil
            return (reader, batch)
        }
        reader?.resume(returning: batch)
    }

    private func take() -> Batch?? {
        self.state.withLock { state in
            self.hasRecords.store(false, ordering: .relaxed)
            return state.take()
        }
    }

    /// Whether the unread records are no more than `count` and all plain.
    func isPlain(upTo count: Int) -> Bool {
        self.state.withLock { $0.records.count <= count && $0.records.allSatisfy(\.isPlain) }
    }

    /// The next records, if there are any; does not wait.
    func takeNow() -> Batch? { self.take() ?? nil }

    /// Looks for records that may come in a moment, and lets some more of them gather: a reader that takes each by itself
    /// contends with the run for the lock.
    private func stayAlert() {
        guard let pool, pool.look(until: { self.hasRecords.load(ordering: .relaxed) }) else { return }
        Alertness.pause(for: Self.gathering)
    }

    /// The next records; nil after the last, when the task is cancelled, and to a second reader at the same time.
    func next() async -> Batch? {
        if let early = self.take() { return early }
        self.stayAlert()
        if let early = self.take() { return early }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early: Batch?? = self.state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if let batch = state.take() { return batch }
                    guard state.reader == nil else { return .some(nil) }
                    state.reader = continuation
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            let reader = self.state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
    }
}
