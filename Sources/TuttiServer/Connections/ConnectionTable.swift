internal import TuttiCore

/// Which connections there are, and which of them have to go when there are almost too many.
///
/// | fact | then |
/// | --- | --- |
/// | opened | waits; when only a sixteenth of the places is left, the one that has waited longest goes |
/// | requested | does not wait |
/// | answered | waits again, less long than all others |
/// | closed | is forgotten |
///
/// So who opens connections and sends nothing loses them to those who send requests. Whoever is being answered stays.
package struct ConnectionTable<ID: Hashable> {
    private let comfortable: Int
    /// Where those that wait stand; nil of those that do not.
    private var places: [ID: RecencyList<ID>.Place?] = [:]
    private var waiting = RecencyList<ID>()

    /// - Parameter maximum: The most connections, 1 or more.
    package init(maximum: Int) { self.comfortable = max(maximum - max(maximum / 16, 1), 1) }

    /// The connections that are open.
    package var count: Int { self.places.count }
    /// Those of them that wait for a request.
    package var waitingCount: Int { self.waiting.count }

    /// A connection was opened; returns the one that is to be closed.
    package mutating func opened(_ id: ID) -> ID? {
        let isCrowded = self.places.count >= self.comfortable
        let oldest = isCrowded ? self.waiting.leastRecent : nil
        if let oldest { self.requested(oldest) }
        self.places[id] = .some(self.waiting.insert(id))
        return oldest
    }

    /// A connection has a whole request that is to be answered, or is being closed.
    package mutating func requested(_ id: ID) {
        guard let place = self.places[id] ?? nil else { return }
        _ = self.waiting.remove(place)
        self.places[id] = .some(nil)
    }

    /// A request of a connection was answered.
    package mutating func answered(_ id: ID) {
        guard case .some(nil) = self.places[id] else { return }
        self.places[id] = .some(self.waiting.insert(id))
    }

    /// A connection was closed.
    package mutating func closed(_ id: ID) {
        self.requested(id)
        self.places[id] = nil
    }

    /// What must hold after each fact; stops the test when it does not.
    package func checkInvariants() {
        let placed = self.places.values.count { $0 != nil }
        precondition(placed == self.waiting.count, "\(placed) of \(self.waiting.count) that wait are known")
    }
}
