/// First in, first out, over a ring that doubles when it is full: O(1) each, and no move of the rest.
package struct JobQueue<Job> {
    /// What is kept when a queue that was long is empty.
    private static var keptCapacity: Int { 1024 }

    /// As many as a power of two, or none.
    private var ring: ContiguousArray<Job?> = []
    private var head = 0
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { self.count == 0 }

    package var first: Job? { self.count == 0 ? nil : self.ring[self.head] }

    package mutating func append(_ job: Job) {
        if self.count == self.ring.count { self.grow() }
        self.ring[(self.head + self.count) & (self.ring.count - 1)] = job
        self.count += 1
    }

    package mutating func popFirst() -> Job? {
        guard self.count > 0 else { return nil }
        let job = self.ring[self.head].take()
        self.head = (self.head + 1) & (self.ring.count - 1)
        self.count -= 1
        if self.count == 0, self.ring.count > Self.keptCapacity {
            self.ring = []
            self.head = 0
        }
        return job
    }

    /// Takes the job at a position, counted from the first; the first job takes its place.
    package mutating func pop(at position: Int) -> Job? {
        guard position < self.count else { return nil }
        self.ring.swapAt(self.head, (self.head + position) & (self.ring.count - 1))
        return self.popFirst()
    }

    private mutating func grow() {
        var larger = ContiguousArray<Job?>()
        larger.reserveCapacity(max(16, 2 * self.ring.count))
        larger.append(contentsOf: self.ring[self.head...])
        larger.append(contentsOf: self.ring[..<self.head])
        for _ in larger.count..<max(16, 2 * self.ring.count) { larger.append(nil) }
        self.ring = larger
        self.head = 0
    }
}
