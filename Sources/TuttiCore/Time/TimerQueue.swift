/// Actions by their instants: the earliest first, those of equal instants in the order in which they came.
///
/// A plain struct without a clock: ``SystemTime`` asks it on its thread, `VirtualClock` of `TuttiTesting` in its loop.
/// Two arrays and no object per timer: a heap of small entries, and a table of slots that hold the actions. Cancelling
/// is O(1): it empties the slot and leaves a dead entry in the heap; when most of the heap is dead it is swept.
/// Inserting is O(log n) at worst and O(1) for a timer later than most others, which is what timeouts are.
package struct TimerQueue {
    package typealias Action = @Sendable () -> Void

    /// Names one timer for ever: a slot is used again, a sequence number never is.
    package struct ID: Hashable, Sendable {
        fileprivate let sequence: UInt64
        fileprivate let slot: UInt32
    }

    private struct Entry {
        let instant: Int64
        let sequence: UInt64
        let slot: UInt32

        func precedes(_ other: Self) -> Bool {
            self.instant != other.instant ? self.instant < other.instant : self.sequence < other.sequence
        }
    }

    private struct Slot {
        /// Nil while the slot is free.
        var action: Action?
        /// The sequence number of the timer; of a free slot, the next free one.
        var sequenceOrNext: UInt64
    }

    /// Storage up to this many timers is kept when the last timer is gone.
    private static let keptCapacity = 256
    /// Dead entries fewer than this are not worth a sweep.
    private static let sweepThreshold = 64
    private static let noSlot = UInt64.max

    /// Every child after its parent; up to four children each, which a cache line and a half holds.
    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var firstFree = Self.noSlot
    private var nextSequence: UInt64 = 0
    /// The timers that have neither been taken nor cancelled.
    package private(set) var count = 0

    package init() {}

    /// Adds a timer; the result cancels it.
    package mutating func insert(at instant: Int64, _ action: @escaping Action) -> ID {
        let slot: UInt32
        if self.firstFree == Self.noSlot {
            slot = UInt32(self.slots.count)
            self.slots.append(Slot(action: action, sequenceOrNext: self.nextSequence))
        } else {
            slot = UInt32(self.firstFree)
            self.firstFree = self.slots[Int(slot)].sequenceOrNext
            self.slots[Int(slot)] = Slot(action: action, sequenceOrNext: self.nextSequence)
        }
        let entry = Entry(instant: instant, sequence: self.nextSequence, slot: slot)
        self.nextSequence += 1
        self.count += 1
        self.heap.append(entry)
        self.heap.withUnsafeMutableBufferPointer { Self.siftUp(&$0, from: $0.count - 1) }
        return ID(sequence: entry.sequence, slot: slot)
    }

    /// Forgets a timer and returns its action, to be released where that does no harm; nil when it is already gone.
    package mutating func cancel(_ id: ID) -> Action? {
        guard Int(id.slot) < self.slots.count, self.slots[Int(id.slot)].sequenceOrNext == id.sequence else {
            return nil
        }
        guard let action = self.vacate(id.slot) else { return nil }
        if let last = self.heap.last, last.sequence == id.sequence { self.heap.removeLast() }
        self.sweepIfWorthwhile()
        return action
    }

    /// The instant of the earliest timer.
    package mutating func earliestInstant() -> Int64? {
        while let first = self.heap.first {
            if self.isAlive(first) { return first.instant }
            self.removeFirstEntry()
        }
        return nil
    }

    /// Takes the earliest timer if its instant is not after the given one.
    package mutating func takeFirst(dueBy now: Int64) -> (instant: Int64, action: Action)? {
        guard let instant = self.earliestInstant(), instant <= now, let first = self.heap.first else { return nil }
        self.removeFirstEntry()
        guard let action = self.vacate(first.slot) else { preconditionFailure("an entry outlived its action") }
        self.sweepIfWorthwhile()
        return (instant, action)
    }

    // MARK: Slots

    private func isAlive(_ entry: Entry) -> Bool {
        self.slots[Int(entry.slot)].sequenceOrNext == entry.sequence && self.slots[Int(entry.slot)].action != nil
    }

    private mutating func vacate(_ slot: UInt32) -> Action? {
        guard let action = self.slots[Int(slot)].action.take() else { return nil }
        self.slots[Int(slot)].sequenceOrNext = self.firstFree
        self.firstFree = UInt64(slot)
        self.count -= 1
        return action
    }

    // MARK: Dead entries

    /// Each sweep removes as many entries as it keeps, or more: on average O(1) for each cancelled timer.
    private mutating func sweepIfWorthwhile() {
        guard self.count > 0 else { return self.removeAll() }
        let dead = self.heap.count - self.count
        guard dead > Self.sweepThreshold, dead > self.count else { return }
        var swept: [Entry] = []
        swept.reserveCapacity(self.count + self.count / 2)
        for entry in self.heap where self.isAlive(entry) { swept.append(entry) }
        self.heap = swept
        self.heap.withUnsafeMutableBufferPointer { heap in
            guard heap.count > 1 else { return }
            for parent in stride(from: (heap.count - 2) / 4, through: 0, by: -1) { Self.siftDown(&heap, from: parent) }
        }
    }

    /// No timer is left. Sequence numbers go on, so that no old identity names a new timer.
    private mutating func removeAll() {
        let keepsCapacity = self.slots.capacity <= Self.keptCapacity
        self.heap.removeAll(keepingCapacity: keepsCapacity && self.heap.capacity <= Self.keptCapacity)
        guard !keepsCapacity else { return }
        self.slots = []
        self.firstFree = Self.noSlot
    }

    // MARK: Heap

    private mutating func removeFirstEntry() {
        let last = self.heap.removeLast()
        guard !self.heap.isEmpty else { return }
        self.heap.withUnsafeMutableBufferPointer { heap in
            heap[0] = last
            Self.siftDown(&heap, from: 0)
        }
    }

    private static func siftUp(_ heap: inout UnsafeMutableBufferPointer<Entry>, from start: Int) {
        let entry = heap[start]
        var hole = start
        while hole > 0 {
            let parent = (hole - 1) / 4
            guard entry.precedes(heap[parent]) else { break }
            heap[hole] = heap[parent]
            hole = parent
        }
        heap[hole] = entry
    }

    private static func siftDown(_ heap: inout UnsafeMutableBufferPointer<Entry>, from start: Int) {
        let entry = heap[start]
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
