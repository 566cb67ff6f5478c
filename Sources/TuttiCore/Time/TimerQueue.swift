/// Actions by their instants: the earliest first, those of equal instants in the order in which they came.
///
/// A plain struct without a clock: ``SystemTime`` asks it on its thread, `VirtualClock` of `TuttiTesting` in its loop.
/// Two arrays and no object per timer: a heap of small entries, and a table of slots that hold the actions. Cancelling
/// is O(1): it empties the slot and leaves a dead entry in the heap, which is swept when most of it is dead. Inserting
/// is O(log n) at worst, and O(1) for a timer that is later than most others, as timeouts are. When the last timer is
/// gone no storage is kept but for a few hundred.
package struct TimerQueue {
    package typealias Action = @Sendable () -> Void

    /// Names one timer for ever: a slot is used again, a sequence number never is.
    package struct ID: Hashable, Sendable {
        fileprivate let sequence: UInt64
        fileprivate let slot: UInt32
    }

    /// Sixteen bytes, so that the four children of an entry are one cache line.
    private struct Entry {
        let instant: Int64
        /// The lower half of the sequence number: tells which of two equal instants came first, unless two thousand
        /// million timers came in between.
        let order: UInt32
        let slot: UInt32

        func precedes(_ other: Self) -> Bool {
            guard self.instant == other.instant else { return self.instant < other.instant }
            return Int32(bitPattern: self.order &- other.order) < 0
        }
    }

    /// Belongs to one entry of the heap until that is removed, or is free.
    private struct Slot {
        /// Nil when the timer has been cancelled or the slot is free.
        var action: Action?
        /// The sequence number of the timer; of a free slot, the next free one.
        var sequenceOrNext: UInt64
    }

    /// The storage that is kept when the last timer is gone, in timers.
    private static let keptCapacity = 256
    /// Dead entries fewer than this are not worth a sweep.
    private static let sweepThreshold = 64
    private static let noSlot = UInt64.max

    /// Each entry precedes its children, those at four times its index and 1 to 4.
    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var firstFree = Self.noSlot
    private var nextSequence: UInt64 = 0
    /// The timers that have neither been taken nor cancelled.
    package private(set) var count = 0

    package init() {}

    /// The timers that there is room for, dead ones included.
    package var capacity: Int { max(self.heap.capacity, self.slots.capacity) }

    /// Adds a timer; the result cancels it.
    package mutating func insert(at instant: Int64, _ action: @escaping Action) -> ID {
        let sequence = self.nextSequence
        self.nextSequence += 1
        let slot = self.occupySlot(with: action, sequence)
        self.count += 1
        let entry = Entry(instant: instant, order: UInt32(truncatingIfNeeded: sequence), slot: slot)
        self.heap.append(entry)
        self.heap.withUnsafeMutableBufferPointer { Self.siftUp(entry, to: $0.count - 1, in: $0) }
        return ID(sequence: sequence, slot: slot)
    }

    /// Forgets a timer and returns its action, to be released where that does no harm; nil when it is already gone.
    package mutating func cancel(_ id: ID) -> Action? {
        let slot = Int(id.slot)
        guard slot < self.slots.count, self.slots[slot].sequenceOrNext == id.sequence,
            let action = self.slots[slot].action.take()
        else { return nil }
        self.count -= 1
        if let last = self.heap.last, last.slot == id.slot {
            self.heap.removeLast()
            self.freeSlot(id.slot)
        }
        self.sweepIfWorthwhile()
        return action
    }

    /// The instant of the earliest timer.
    package mutating func earliestInstant() -> Int64? {
        while let first = self.heap.first {
            if self.isAlive(first) { return first.instant }
            self.removeFirstEntry()
            self.freeSlot(first.slot)
        }
        return nil
    }

    /// Takes the earliest timer if its instant is not after the given one.
    package mutating func takeFirst(dueBy now: Int64) -> (instant: Int64, action: Action)? {
        while let first = self.heap.first, first.instant <= now {
            let action = self.slots[Int(first.slot)].action.take()
            self.removeFirstEntry()
            self.freeSlot(first.slot)
            guard let action else { continue }
            self.count -= 1
            self.sweepIfWorthwhile()
            return (first.instant, action)
        }
        return nil
    }

    // MARK: Slots

    private func isAlive(_ entry: Entry) -> Bool { self.slots[Int(entry.slot)].action != nil }

    private mutating func occupySlot(with action: @escaping Action, _ sequence: UInt64) -> UInt32 {
        guard self.firstFree != Self.noSlot else {
            self.slots.append(Slot(action: action, sequenceOrNext: sequence))
            return UInt32(self.slots.count - 1)
        }
        let slot = Int(self.firstFree)
        self.firstFree = self.slots[slot].sequenceOrNext
        self.slots[slot] = Slot(action: action, sequenceOrNext: sequence)
        return UInt32(slot)
    }

    private mutating func freeSlot(_ slot: UInt32) {
        self.slots[Int(slot)].sequenceOrNext = self.firstFree
        self.firstFree = UInt64(slot)
    }

    // MARK: Dead entries

    /// Each sweep removes more entries than it keeps: on average O(1) for each cancelled timer.
    private mutating func sweepIfWorthwhile() {
        guard self.count > 0 else { return self.removeAll() }
        let dead = self.heap.count - self.count
        guard dead > Self.sweepThreshold, dead > self.count else { return }
        var swept: [Entry] = []
        swept.reserveCapacity(self.count + self.count / 2)
        for entry in self.heap {
            if self.isAlive(entry) { swept.append(entry) } else { self.freeSlot(entry.slot) }
        }
        self.heap = swept
        self.heap.withUnsafeMutableBufferPointer { heap in
            guard heap.count > 1 else { return }
            for parent in stride(from: (heap.count - 2) / 4, through: 0, by: -1) {
                Self.siftDown(heap[parent], to: parent, in: heap)
            }
        }
    }

    /// No timer is left. Sequence numbers go on, so that no old identity names a new timer.
    private mutating func removeAll() {
        let isHuge = max(self.heap.capacity, self.slots.capacity) > Self.keptCapacity
        guard isHuge || !self.heap.isEmpty else { return }
        self.heap.removeAll(keepingCapacity: !isHuge)
        self.slots.removeAll(keepingCapacity: !isHuge)
        self.firstFree = Self.noSlot
    }

    // MARK: Heap

    private mutating func removeFirstEntry() {
        let last = self.heap.removeLast()
        guard !self.heap.isEmpty else { return }
        self.heap.withUnsafeMutableBufferPointer { Self.siftDown(last, to: 0, in: $0) }
    }

    /// Puts an entry where there is a hole, or above it.
    private static func siftUp(_ entry: Entry, to start: Int, in heap: UnsafeMutableBufferPointer<Entry>) {
        var hole = start
        while hole > 0 {
            let parent = (hole - 1) / 4
            guard entry.precedes(heap[parent]) else { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = entry
    }

    /// Puts an entry where there is a hole, or below it.
    private static func siftDown(_ entry: Entry, to start: Int, in heap: UnsafeMutableBufferPointer<Entry>) {
        var hole = start
        while true {
            let first = 4 * hole + 1
            guard first < heap.count else { break }
            var smallest = first
            for child in (first + 1)..<min(first + 4, heap.count) where heap[child].precedes(heap[smallest]) {
                smallest = child
            }
            guard heap[smallest].precedes(entry) else { break }
            heap[hole] = heap[smallest]
            hole = smallest
        }
        heap[hole] = entry
    }
}
