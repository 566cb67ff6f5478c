/// Who waits: one line a key, first come first served; the lines are served in turn.
///
/// A run that asks for fifty things at once delays another run by one of them, not by fifty.
package struct FairQueue<Key: Hashable & Sendable, Element: Sendable>: Sendable {
    var lines: [Key: ContiguousArray<Element>] = [:]
    /// The keys that have a line, the one whose turn it is first.
    var turns: ContiguousArray<Key> = []
    package internal(set) var count = 0

    package init() {}

    package var isEmpty: Bool { self.count == 0 }

    package var first: Element? { self.turns.first.flatMap { self.lines[$0]?.first } }

    package mutating func append(_ element: Element, of key: Key) {
        if self.lines[key] == nil { self.turns.append(key) }
        self.lines[key, default: []].append(element)
        self.count += 1
    }

    /// Takes the first; its key has its next turn after all others.
    package mutating func popFirst() -> Element? { self.popFirst { _ in true } }

    /// Takes the first of the keys that may be served; the others keep their turn.
    package mutating func popFirst(where mayBeServed: (Key) -> Bool) -> Element? {
        guard let turn = self.turns.firstIndex(where: mayBeServed) else { return nil }
        let key = self.turns.remove(at: turn)
        guard var line = self.lines.removeValue(forKey: key) else { return nil }
        let element = line.removeFirst()
        self.count -= 1
        if !line.isEmpty {
            self.lines[key] = line
            self.turns.append(key)
        }
        return element
    }

    /// Takes out all that match; nobody else's turn changes.
    package mutating func removeAll(where isMeant: (Element) -> Bool) {
        for key in self.turns { self.lines[key]?.removeAll(where: isMeant) }
        self.turns.removeAll { self.lines[$0]?.isEmpty ?? true }
        self.lines = self.lines.filter { !$0.value.isEmpty }
        self.count = self.lines.values.reduce(0) { $0 + $1.count }
    }

    /// All in the order in which they will be served if nobody comes or goes: O(n).
    package var inOrder: ContiguousArray<Element> {
        var ordered = ContiguousArray<Element>()
        ordered.reserveCapacity(self.count)
        var active = self.turns.compactMap { self.lines[$0] }
        var round = 0
        while !active.isEmpty {
            for line in active { ordered.append(line[round]) }
            round += 1
            active.removeAll { $0.count <= round }
        }
        return ordered
    }
}
