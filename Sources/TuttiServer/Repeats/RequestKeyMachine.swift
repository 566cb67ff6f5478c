package import TuttiCore

/// Which run each key of a request stands for.
///
/// unknown: claimed → begin; the key is taken
/// taken: claimed → busy · it has begun → stands for its run · it could not → unknown
/// stands for a run: claimed → follow, while the run is known, else begin
/// stands for a run: its run was ended because nobody waited for it any more → unknown
/// taken or standing: claimed with other contents → different
/// too many keys: the oldest one that stands for a run is forgotten
package struct RequestKeyMachine: Sendable {
    /// What is to be done with a request that carries a key.
    package enum Claim: Hashable, Sendable {
        /// It is the first: begin it, and tell ``began(_:_:)`` or ``gaveUp(_:)``.
        case begin
        /// It was sent before, and this came of it.
        case follow(RunID)
        /// It was sent before, and has not begun yet.
        case busy
        /// Something else was sent with this key.
        case different
    }

    private struct Entry: Sendable {
        var contents: RequestFingerprint
        /// Nil until the run has begun.
        var run: RunID?
    }

    private let maximumCount: Int
    private var entries: [RequestKey: Entry] = [:]
    /// Oldest first.
    private var order: [RequestKey] = []

    /// - Parameter maximumCount: The most keys that are kept, beside those whose runs are about to begin.
    package init(maximumCount: Int = 1_024) { self.maximumCount = max(maximumCount, 1) }

    /// The keys that are kept.
    package var count: Int { self.entries.count }

    /// A request with a key has come.
    package mutating func claim(
        _ key: RequestKey, _ contents: RequestFingerprint, isKnown: (RunID) -> Bool
    ) -> Claim {
        if let entry = self.entries[key] {
            guard let run = entry.run else { return entry.contents == contents ? .busy : .different }
            if isKnown(run) { return entry.contents == contents ? .follow(run) : .different }
            self.forget(key)
        }
        self.entries[key] = Entry(contents: contents)
        self.order.append(key)
        if self.order.count > self.maximumCount, let oldest = self.order.first(where: { self.entries[$0]?.run != nil })
        {
            self.forget(oldest)
        }
        return .begin
    }

    /// The request that claimed the key has become a run.
    package mutating func began(_ key: RequestKey, _ run: RunID) { self.entries[key]?.run = run }

    /// The request that claimed the key has not become a run: it may be sent again.
    package mutating func gaveUp(_ key: RequestKey) { self.forget(key) }

    /// The run was ended because everybody had gone who waited for it: who comes back begins another one.
    package mutating func abandoned(_ run: RunID) {
        for (key, entry) in self.entries where entry.run == run { self.forget(key) }
    }

    private mutating func forget(_ key: RequestKey) {
        self.entries[key] = nil
        self.order.removeAll { $0 == key }
    }
}
