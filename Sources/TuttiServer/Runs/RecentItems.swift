/// Items one after another, as far as they are kept: the newest, up to a number and about a size.
struct RecentItems<Item: SizedItem>: Sendable {
    /// The oldest first.
    private(set) var items: [Item] = []
    private var bytes = 0
    private let maximumCount: Int
    private let maximumBytes: Int

    init(maximumCount: Int, maximumBytes: Int) {
        self.maximumCount = max(maximumCount, 1)
        self.maximumBytes = max(maximumBytes, 0)
    }

    /// Keeps items; the oldest go when there are too many, a quarter at once, and the newest never.
    ///
    /// - Returns: The last of those that are gone; nil when none is.
    @discardableResult mutating func append(_ items: [Item]) -> Item? {
        // Most short runs tell everything at once.
        if self.items.isEmpty { self.items = items } else { self.items += items }
        self.bytes += items.reduce(0) { $0 + $1.approximateBytes }
        guard self.items.count > self.maximumCount || self.bytes > self.maximumBytes else { return nil }
        let count = self.maximumCount - self.maximumCount / 4
        let bytes = self.maximumBytes - self.maximumBytes / 4
        var gone = 0
        while gone < self.items.count - 1, self.items.count - gone > count || self.bytes > bytes {
            self.bytes -= self.items[gone].approximateBytes
            gone += 1
        }
        let last = gone > 0 ? self.items[gone - 1] : nil
        self.items.removeFirst(gone)
        return last
    }

    mutating func removeAll() {
        self.items = []
        self.bytes = 0
    }

    /// Stops the test when something cannot be.
    func checkInvariants() {
        precondition(self.items.count <= self.maximumCount, "\(self.items.count) are kept")
        precondition(self.bytes == self.items.reduce(0) { $0 + $1.approximateBytes }, "bytes")
    }
}
