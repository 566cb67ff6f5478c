/// A set of small numbers that gives its least one: a bitmap, and above it bitmaps of what is not empty below.
///
/// Inserting and taking touch one word a level, and there are four levels for a million numbers, so that keeping ready
/// agents in order costs a few nanoseconds, where a heap would compare its way through a dozen places in memory. Up to 64
/// numbers are one word.
///
/// The levels lie one after another, the highest first. But for the lowest each has room for 64 times as many words as the
/// one above, so that where it begins depends on no capacity. Copies share them: a set has one owner.
package struct RankSet: Sendable {
    /// What is not empty in the highest level below, or the numbers themselves when there is none.
    private var top: UInt64 = 0
    private let words: Column<UInt64>
    /// Where the lowest level begins, and the room of the level above it; no level is below `top` when that is 0.
    private let lowest: Int
    private let roomAbove: Int

    /// Creates an empty set for the numbers below `capacity`.
    package init(capacity: Int) {
        var (start, room) = (0, 1)
        while room << 6 < (capacity + 63) >> 6 {
            room <<= 6
            start += room
        }
        let count = capacity > 64 ? (capacity + 63) >> 6 : 0
        (self.lowest, self.roomAbove) = (start, count > 0 ? room : 0)
        self.words = Column(ContiguousArray(repeating: 0, count: start + count))
    }

    @inline(__always)
    package var isEmpty: Bool { self.top == 0 }

    /// The least number; nil when there is none.
    @inline(__always)
    package var first: Int32? {
        guard self.top != 0 else { return nil }
        var position = self.top.trailingZeroBitCount
        guard self.roomAbove > 0 else { return Int32(truncatingIfNeeded: position) }
        var (start, room) = (0, 64)
        while true {
            position = position << 6 | self.words[start &+ position].trailingZeroBitCount
            guard start < self.lowest else { return Int32(truncatingIfNeeded: position) }
            start &+= room
            room <<= 6
        }
    }

    package func contains(_ number: Int32) -> Bool {
        let word = self.roomAbove == 0 ? self.top : self.words[self.lowest + Int(number) >> 6]
        return word & Self.bit(Int(number)) != 0
    }

    @inline(__always)
    package mutating func insert(_ number: Int32) {
        self.change(number) { word, bit in
            defer { word |= bit }
            return word == 0
        }
    }

    @inline(__always)
    package mutating func remove(_ number: Int32) {
        self.change(number) { word, bit in
            word &= ~bit
            return word == 0
        }
    }

    /// Changes the bit of a number in its word, and in the words above as long as a change says that they change too.
    @inline(__always)
    private mutating func change(_ number: Int32, _ change: (inout UInt64, UInt64) -> Bool) {
        var (position, start, room) = (Int(number), self.lowest, self.roomAbove)
        while room > 0 {
            guard change(&self.words[start &+ position >> 6], Self.bit(position)) else { return }
            position >>= 6
            guard room > 1 else { break }
            start &-= room
            room >>= 6
        }
        _ = change(&self.top, Self.bit(position))
    }

    @inline(__always)
    private static func bit(_ position: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: position & 63) }
}
