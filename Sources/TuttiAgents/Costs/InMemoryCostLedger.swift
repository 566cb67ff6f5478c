internal import TuttiCore

/// A ledger that ends with the process; beyond its maximum the oldest calls are forgotten.
public final class InMemoryCostLedger: CostLedger {
    private struct State {
        var entries: [String: CostEntry] = [:]
        var order: [String] = []
    }

    private let maximum: Int
    private let state = Lock(State())

    /// Creates an empty ledger.
    public init(maximumEntries: Int = 10_000) { self.maximum = max(1, maximumEntries) }

    /// Keeps a call; a later entry with the same id replaces it.
    public func record(_ entry: CostEntry) {
        self.state.withLock { state in
            guard state.entries.updateValue(entry, forKey: entry.id) == nil else { return }
            state.order.append(entry.id)
            // In blocks, so that forgetting costs nothing per call.
            guard state.order.count >= 2 * self.maximum else { return }
            for id in state.order.prefix(state.order.count - self.maximum) { state.entries[id] = nil }
            state.order.removeFirst(state.order.count - self.maximum)
        }
    }

    /// Returns at once.
    public func flush() {}

    /// The calls that began at `date` or later, oldest first.
    public func entries(since date: Timestamp) -> [CostEntry] {
        let entries = self.state.withLock { state in state.order.compactMap { state.entries[$0] } }
        let known = entries.filter { $0.date >= date }.enumerated()
        return known.sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
            .suffix(min(self.maximum, Self.maximumEntries)).map(\.element)
    }
}
