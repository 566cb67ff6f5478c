/// What the runs of the server did, one after the other, as far as somebody may still want to read it.
///
/// asleep, nobody reads: an item → not even counted · a reader comes → awake
/// awake: an item → kept, its waiting readers woken · the last reader goes → lingering
/// lingering: an item → kept; the first that nobody has read is gone → asleep · a reader comes → awake
/// closed: a reader → told so
/// a reader: items behind its place → given, with the number of those that are gone · none → waits
package struct FeedMachine: Sendable {
    package typealias ReaderID = Int

    /// What a reader is given.
    package enum Reading: Sendable {
        /// Items in their order, the first with this number; `missed` before it are gone, or more when nobody has read.
        case items([FeedItem], first: Int, missed: Int)
        /// There is nothing yet: the reader is woken by the next item.
        case wait
        /// There is nothing any more.
        case closed
    }

    private enum State: Hashable, Sendable {
        case asleep
        case awake
        /// What was told behind this number has no reader.
        case lingering(Int)
    }

    private let limits: FeedLimits
    private var state = State.asleep
    private var readers: Set<ReaderID> = []
    private var waiting: Set<ReaderID> = []
    private var recent: RecentItems<FeedItem>
    /// The number of the last item, which may be gone.
    package private(set) var last = 0
    package private(set) var isClosed = false

    package init(_ limits: FeedLimits = .init()) {
        self.limits = limits
        self.recent = RecentItems(maximumCount: limits.maximumItems, maximumBytes: limits.maximumBytes)
    }

    /// Whether nothing is kept because nobody would read it.
    package var isAsleep: Bool { self.state == .asleep }

    // MARK: Items

    /// Something was done; returns who is to be woken.
    package mutating func told(_ items: [FeedItem]) -> Set<ReaderID> {
        guard self.state != .asleep, !items.isEmpty else { return [] }
        self.recent.append(items)
        self.last += items.count
        if case .lingering(let seen) = self.state, self.goneThrough > seen { self.fallAsleep() }
        defer { self.waiting = [] }
        return self.waiting
    }

    private var goneThrough: Int { self.last - self.recent.items.count }

    private mutating func fallAsleep() {
        self.state = .asleep
        self.recent.removeAll()
        // What is not kept from here on counts as one, so that whoever comes back sees that something is missing.
        self.last += 1
    }

    /// There will be no more; returns who is to be woken.
    package mutating func close() -> Set<ReaderID> {
        self.isClosed = true
        defer { self.waiting = [] }
        return self.waiting
    }

    // MARK: Readers

    /// A reader comes, and reads behind a number, or from now on. Returns the number behind which it reads.
    package mutating func came(_ reader: ReaderID, after number: Int?) -> Int {
        self.readers.insert(reader)
        self.state = .awake
        return min(number ?? self.last, self.last)
    }

    /// A reader asks for what is behind a number.
    package mutating func read(after number: Int, by reader: ReaderID) -> Reading {
        let start = max(number, self.goneThrough)
        let items = self.recent.items.suffix(self.last - start).prefix(max(self.limits.maximumBatch, 1))
        if !items.isEmpty || start > number {
            return .items(Array(items), first: start + 1, missed: start - number)
        }
        guard !self.isClosed else { return .closed }
        self.waiting.insert(reader)
        return .wait
    }

    /// A reader has gone.
    package mutating func left(_ reader: ReaderID) {
        self.waiting.remove(reader)
        guard self.readers.remove(reader) != nil, self.readers.isEmpty else { return }
        self.state = .lingering(self.last)
    }

    /// Stops the test when something cannot be.
    package func checkInvariants() {
        precondition(self.waiting.isSubset(of: self.readers), "one waits that does not read")
        precondition(self.readers.isEmpty == (self.state != .awake), "\(self.readers.count) read, \(self.state)")
        precondition(self.state != .asleep || self.recent.items.isEmpty, "some are kept for nobody")
        precondition(self.recent.items.count <= self.last, "numbers")
        self.recent.checkInvariants()
    }
}
