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

    private struct Record: Sendable {
        var entry: RunEntry
        var log: RunLog
        var waiting: Set<ReaderID> = []

        /// Keeps events; returns who waits for them.
        mutating func told(_ events: [RunEvent]) -> Set<ReaderID> {
            self.log.append(events)
            guard !self.waiting.isEmpty else { return [] }
            defer { self.waiting = [] }
            return self.waiting
        }
    }

    private let limits: RunHubLimits
    private var records: [RunID: Record] = [:]
    /// Oldest first.
    private var order: [RunID] = []
    private var running = 0

    package init(_ limits: RunHubLimits = .init()) { self.limits = limits }

    // MARK: Runs

    /// A run has begun.
    package mutating func began(_ entry: RunEntry) {
        self.running += 1
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

    /// A run has told all that is left, few events; returns who is to be woken.
    package mutating func told(unread events: RunEvents, of id: RunID) -> Set<ReaderID> {
        guard let index = self.records.index(forKey: id) else { return [] }
        self.records.values[index].log.append(unread: events)
        return self.records.values[index].told([])
    }

    /// A run has ended; returns who is to be woken.
    package mutating func ended(_ id: RunID, _ outcome: EnsembleReport) -> Set<ReaderID> {
        guard let index = self.records.index(forKey: id), self.records.values[index].entry.outcome == nil else {
            return []
        }
        self.running -= 1
        self.records.values[index].entry.outcome = outcome
        let woken = self.records.values[index].told([])
        let forgotten = self.forgetOldest()
        return forgotten.isEmpty ? woken : woken.union(forgotten)
    }

    private mutating func forgetOldest() -> Set<ReaderID> {
        guard self.order.count - self.running > self.limits.maximumEnded,
            let index = self.order.firstIndex(where: { self.records[$0]?.entry.outcome != nil })
        else { return [] }
        return self.records.removeValue(forKey: self.order.remove(at: index))?.waiting ?? []
    }

    // MARK: Readers

    /// A reader asks for what is behind an event, 0 for everything.
    package mutating func read(_ id: RunID, after sequence: Int, by reader: ReaderID) -> Reading {
        guard let index = self.records.index(forKey: id) else { return .unknown }
        // Who is behind everything waits for the end, and looks at nothing.
        let events =
            sequence == .max
            ? [] : self.records.values[index].log.events(after: sequence, limit: self.limits.maximumBatch)
        if !events.isEmpty { return .events(events) }
        if let outcome = self.records.values[index].entry.outcome { return .ended(outcome) }
        self.records.values[index].waiting.insert(reader)
        return .wait
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
        let running = self.records.values.count { $0.entry.outcome == nil }
        precondition(running == self.running, "\(running) run, \(self.running) are counted")
        precondition(Set(self.order) == Set(self.records.keys) && self.order.count == self.records.count, "order")
        precondition(self.order.count - self.running <= self.limits.maximumEnded, "too many are kept")
        precondition(
            self.records.values.allSatisfy { $0.entry.outcome == nil || $0.waiting.isEmpty }, "one waits for the past")
    }
}
