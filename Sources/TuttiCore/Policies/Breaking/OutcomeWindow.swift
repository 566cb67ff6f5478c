/// The latest outcomes, so many at most, and how many of them were failures: O(1) each.
struct OutcomeWindow: Sendable {
    private let capacity: Int
    private var areFailures: ContiguousArray<Bool> = []
    /// Where the next one goes once it is full, which is where the oldest stands.
    private var oldest = 0
    private(set) var failures = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { self.areFailures.count }

    mutating func append(isFailure: Bool) {
        self.failures += isFailure ? 1 : 0
        guard self.areFailures.count == self.capacity else { return self.areFailures.append(isFailure) }
        self.failures -= self.areFailures[self.oldest] ? 1 : 0
        self.areFailures[self.oldest] = isFailure
        self.oldest = (self.oldest + 1) % self.capacity
    }

    mutating func removeAll() {
        self.areFailures.removeAll(keepingCapacity: true)
        self.oldest = 0
        self.failures = 0
    }

    func checkInvariants() {
        precondition(self.count <= self.capacity, "more outcomes than the window holds: \(self)")
        precondition(self.failures == self.areFailures.count { $0 }, "failures are miscounted: \(self)")
    }
}
