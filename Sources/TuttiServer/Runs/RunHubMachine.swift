package import TuttiCore

/// Which runs the server knows, what they have told, and who waits to be told.
///
/// a run: taken up → running · an event → kept, its waiting readers woken · ended → kept, its waiting readers woken; the
/// oldest ended run goes when there are too many
/// a reader: events behind its place → given, with a gap where some are gone · none, running → waits · none, ended → ended
package struct RunHubMachine: Sendable {
    package typealias ReaderID = Int

    /// What a reader is given.
    package enum Reading: Sendable {
        /// Events; the next reading begins behind the last of them.
        case events([RunEvent])
        /// There is nothing yet: the reader is woken by the next event.
        case wait
        /// There is nothing any more.
        case ended(EnsembleReport)
        /// There is no such run.
        case unknown
    }

    /// What came of the end of a run.
    package struct End: Sendable {
        package var entry: RunEntry
        package var woken: Set<ReaderID>
        /// A run that is known no more. To free what it has told takes longer than to forget it, so whoever holds a lock
        /// lets go of it first.
        fileprivate var forgotten: Record?
    }

    fileprivate struct Record: Sendable {
        var entry: RunEntry
        var log: RunLog
        var waiting: Set<ReaderID> = []

        var hasEnded: Bool { self.entry.outcome != nil }

        /// Keeps events; returns who waits for them.
        mutating func told(_ events: [RunEvent]) -> Set<ReaderID> {
            self.log.append(events)
            guard !self.waiting.isEmpty else { return [] }
            defer { self.waiting = [] }
            return self.waiting
        }

        /// What is kept behind an event; one who finds nothing waits.
        mutating func read(after sequence: Int, limit: Int, by reader: ReaderID) -> Reading {
            // Who is behind everything waits for the end, and looks at nothing.
            let events = sequence == .max ? [] : self.log.events(after: sequence, limit: limit)
            if !events.isEmpty { return .events(events) }
            if let outcome = self.entry.outcome { return .ended(outcome) }
            self.waiting.insert(reader)
            return .wait
        }

        /// Keeps how the run ended, and its last events; nil when it had ended before.
        mutating func end(_ outcome: EnsembleReport, _ unread: RunEvents?) -> End? {
            guard !self.hasEnded else { return nil }
            self.entry.outcome = outcome
            if let unread { self.log.append(unread: unread) }
            return End(entry: self.entry, woken: self.told([]))
        }
    }

    private let limits: RunHubLimits
    private var records: [RunID: Record] = [:]
    /// Oldest first.
    private var order: [RunID] = []
    private var running: Set<RunID> = []

    package init(_ limits: RunHubLimits = .init()) { self.limits = limits }

    // MARK: Runs

    /// A run has begun.
    package mutating func began(_ entry: RunEntry) {
        self.running.insert(entry.id)
        let log = RunLog(
            maximumCount: self.limits.maximumEvents, maximumBytes: self.limits.maximumEventBytes)
        self.records[entry.id] = Record(entry: entry, log: log)
        self.order.append(entry.id)
    }

    /// A run tells something; returns who is to be woken.
    package mutating func told(_ events: [RunEvent], of id: RunID) -> Set<ReaderID> {
        guard let index = self.records.index(forKey: id) else { return [] }
        return self.records.values[index].told(events)
    }

    /// A run has ended; nil when it is not known, or had ended before.
    ///
    /// - Parameter unread: All that is left of its events, when they are few.
    package mutating func ended(_ id: RunID, _ outcome: EnsembleReport, unread: RunEvents? = nil) -> End? {
        guard let index = self.records.index(forKey: id), var end = self.records.values[index].end(outcome, unread)
        else { return nil }
        self.running.remove(id)
        end.forgotten = self.forgetOldest()
        return end
    }

    private mutating func forgetOldest() -> Record? {
        guard self.order.count - self.running.count > self.limits.maximumEnded,
            let index = self.order.firstIndex(where: { !self.running.contains($0) })
        else { return nil }
        return self.records.removeValue(forKey: self.order.remove(at: index))
    }

    // MARK: Readers

    /// A reader asks for what is behind an event, 0 for everything.
    package mutating func read(_ id: RunID, after sequence: Int, by reader: ReaderID) -> Reading {
        guard let index = self.records.index(forKey: id) else { return .unknown }
        return self.records.values[index].read(after: sequence, limit: self.limits.maximumBatch, by: reader)
    }

    /// A reader that waited has gone.
    package mutating func left(_ id: RunID, _ reader: ReaderID) { self.records[id]?.waiting.remove(reader) }

    // MARK: Looking

    /// The run of that identity.
    package func entry(_ id: RunID) -> RunEntry? { self.records[id]?.entry }

    /// The newest runs first, behind `after`, and whether there are more; nil when `after` is not known.
    package func list(limit: Int, after: RunID?) -> (entries: [RunEntry], hasMore: Bool)? {
        var ids = self.order[...]
        if let after {
            guard let index = ids.firstIndex(of: after) else { return nil }
            ids = ids[..<index]
        }
        let page = ids.suffix(max(limit, 0)).reversed()
        return (page.compactMap { self.records[$0]?.entry }, page.count < ids.count)
    }

    /// Stops the test when something cannot be.
    package func checkInvariants() {
        let running = Set(self.records.filter { !$0.value.hasEnded }.keys)
        precondition(running == self.running, "\(running) run, \(self.running) are known to")
        precondition(Set(self.order) == Set(self.records.keys) && self.order.count == self.records.count, "order")
        precondition(self.order.count - self.running.count <= self.limits.maximumEnded, "too many are kept")
        precondition(
            self.records.values.allSatisfy { !$0.hasEnded || $0.waiting.isEmpty }, "one waits for the past")
    }
}
