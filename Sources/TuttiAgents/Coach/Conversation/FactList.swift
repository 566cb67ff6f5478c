/// The facts of a session, in the order in which they were told, within bounds: those that tell least go first, of equal
/// ones the oldest.
package struct FactList: Sendable {
    /// The most facts that are kept.
    package static let maximumFacts = 128
    /// The most bytes of all of them.
    package static let maximumBytes = 16 << 10

    package private(set) var facts: [TellingFact] = []
    private var size = 0
    /// The facts in small letters.
    private var known: Set<String> = []

    package init() {}

    /// Adds a fact; what was told before in the same words is not added again.
    package mutating func add(_ fact: TellingFact) {
        guard self.known.insert(fact.text.lowercased()).inserted else { return }
        self.facts.append(fact)
        self.size += fact.text.utf8.count
        while self.facts.count > Self.maximumFacts || self.size > Self.maximumBytes { self.removeLeast() }
    }

    private mutating func removeLeast() {
        guard
            let least = self.facts.indices.min(by: { a, b in
                (self.facts[a].weight, a) < (self.facts[b].weight, b)
            })
        else { return }
        let fact = self.facts.remove(at: least)
        self.size -= fact.text.utf8.count
        self.known.remove(fact.text.lowercased())
    }

    /// The facts of the turns before `turn`, a line each, in at most so many bytes of JSON: those that tell most, in the
    /// order in which they were told.
    package func text(before turn: Int, within bytes: Int) -> String {
        let candidates = self.facts.indices.filter { self.facts[$0].turn < turn }
        let byWeight = candidates.sorted { a, b in (self.facts[a].weight, a) > (self.facts[b].weight, b) }
        var chosen: [Int] = []
        var size = 0
        for index in byWeight {
            let length = Self.line(of: self.facts[index]).jsonLength + 2
            guard size + length <= bytes else { continue }
            size += length
            chosen.append(index)
        }
        return chosen.sorted().map { Self.line(of: self.facts[$0]) }.joined(separator: "\n")
    }

    private static func line(of fact: TellingFact) -> String { "- \(fact.text)" }

    /// Traps when a bound does not hold; for tests.
    package func checkInvariants() {
        let size = self.facts.reduce(0) { $0 + $1.text.utf8.count }
        precondition(size == self.size && size <= Self.maximumBytes, "\(size) bytes of facts, counted \(self.size)")
        precondition(self.known == Set(self.facts.map { $0.text.lowercased() }), "what is known is not what is kept")
        precondition(self.facts.count <= Self.maximumFacts, "\(self.facts.count) facts")
        precondition(zip(self.facts, self.facts.dropFirst()).allSatisfy { $0.turn <= $1.turn }, "out of order")
    }
}
