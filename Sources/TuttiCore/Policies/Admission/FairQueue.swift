/// Who waits: one line a run, first come first served; the lines are served in turn.
///
/// A run that asks for fifty things at once delays another run by one of them, not by fifty.
struct FairQueue<Element> {
    private var lines: [RunID: ContiguousArray<Element>] = [:]
    /// The runs that have a line, the one whose turn it is first.
    private var turns: ContiguousArray<RunID> = []
    private(set) var count = 0

    var isEmpty: Bool { self.count == 0 }

    var first: Element? { self.turns.first.flatMap { self.lines[$0]?.first } }

    mutating func append(_ element: Element, of run: RunID) {
        if self.lines[run] == nil { self.turns.append(run) }
        self.lines[run, default: []].append(element)
        self.count += 1
    }

    /// Takes the first; its run has its next turn after all others.
    mutating func popFirst() -> Element? {
        guard !self.turns.isEmpty else { return nil }
        let run = self.turns.removeFirst()
        guard var line = self.lines.removeValue(forKey: run) else { return nil }
        let element = line.removeFirst()
        self.count -= 1
        if !line.isEmpty {
            self.lines[run] = line
            self.turns.append(run)
        }
        return element
    }

    /// Takes out all that match; nobody else's turn changes.
    mutating func removeAll(where isMeant: (Element) -> Bool) {
        for run in self.turns { self.lines[run]?.removeAll(where: isMeant) }
        self.turns.removeAll { self.lines[$0]?.isEmpty ?? true }
        self.lines = self.lines.filter { !$0.value.isEmpty }
        self.count = self.lines.values.reduce(0) { $0 + $1.count }
    }

    /// All in the order in which they will be served if nobody comes or goes: O(n).
    var inOrder: ContiguousArray<Element> {
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
