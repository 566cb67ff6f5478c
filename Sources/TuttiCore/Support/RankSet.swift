/// A set of small numbers that gives its least one: a bitmap, and above it bitmaps of what is not empty below.
///
/// Inserting and taking touch one word a level, and there are four levels for a million numbers, so that keeping ready
/// agents in order costs a few nanoseconds, where a heap would compare its way through a dozen places in memory. Up to 64
/// numbers are one word.
struct RankSet: Sendable {
    /// What is not empty in the highest level below, or the numbers themselves when there is none.
    private var top: UInt64 = 0
    /// The levels below, the lowest first.
    private var levels: [ContiguousArray<UInt64>] = []

    /// Creates an empty set for the numbers below `capacity`.
    init(capacity: Int) {
        var count = capacity
        while count > 64 {
            count = (count + 63) >> 6
            self.levels.append(ContiguousArray(repeating: 0, count: count))
        }
    }

    @inline(__always)
    var isEmpty: Bool { self.top == 0 }

    /// The least number; nil when there is none.
    @inline(__always)
    var first: Int32? {
        guard self.top != 0 else { return nil }
        var position = self.top.trailingZeroBitCount
        for level in self.levels.reversed() { position = position << 6 | level[position].trailingZeroBitCount }
        return Int32(truncatingIfNeeded: position)
    }

    func contains(_ number: Int32) -> Bool {
        let word = self.levels.isEmpty ? self.top : self.levels[0][Int(number) >> 6]
        return word & Self.bit(Int(number)) != 0
    }

    @inline(__always)
    mutating func insert(_ number: Int32) {
        var position = Int(number)
        for level in self.levels.indices {
            let word = self.levels[level][position >> 6]
            self.levels[level][position >> 6] = word | Self.bit(position)
            guard word == 0 else { return }
            position >>= 6
        }
        self.top |= Self.bit(position)
    }

    @inline(__always)
    mutating func remove(_ number: Int32) {
        var position = Int(number)
        for level in self.levels.indices {
            let word = self.levels[level][position >> 6] & ~Self.bit(position)
            self.levels[level][position >> 6] = word
            guard word == 0 else { return }
            position >>= 6
        }
        self.top &= ~Self.bit(position)
    }

    @inline(__always)
    private static func bit(_ position: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: position & 63) }
}
