/// A set of small numbers that gives its least one: a bitmap, and above it bitmaps of what is not empty below.
///
/// Inserting and taking touch one word a level, and there are four levels for a million numbers, so that keeping ready
/// agents in order costs a few nanoseconds, where a heap would compare its way through a dozen places in memory.
struct RankSet: Sendable {
    /// The lowest level first; the last one is a single word.
    private var levels: [ContiguousArray<UInt64>]
    private(set) var isEmpty = true

    /// Creates an empty set for the numbers below `capacity`.
    init(capacity: Int) {
        self.levels = []
        var count = max(capacity, 1)
        repeat {
            count = (count + 63) >> 6
            self.levels.append(ContiguousArray(repeating: 0, count: count))
        } while count > 1
    }

    /// The least number; nil when there is none.
    var first: Int32? {
        guard !self.isEmpty else { return nil }
        var position = 0
        for level in self.levels.reversed() { position = position << 6 | level[position].trailingZeroBitCount }
        return Int32(truncatingIfNeeded: position)
    }

    func contains(_ number: Int32) -> Bool {
        self.levels[0][Int(number) >> 6] & 1 << UInt64(number & 63) != 0
    }

    mutating func insert(_ number: Int32) {
        var position = Int(number)
        for level in self.levels.indices {
            let word = position >> 6
            let old = self.levels[level][word]
            self.levels[level][word] = old | 1 << UInt64(position & 63)
            if old != 0 { break }
            position = word
        }
        self.isEmpty = false
    }

    mutating func remove(_ number: Int32) {
        var position = Int(number)
        for level in self.levels.indices {
            let word = position >> 6
            self.levels[level][word] &= ~(1 << UInt64(position & 63))
            guard self.levels[level][word] == 0 else { return }
            position = word
        }
        self.isEmpty = true
    }
}
