/// A set of small numbers that gives its least one: a bitmap, and above it bitmaps of what is not empty below.
///
/// Inserting and taking touch one word a level, and there are four levels for a million numbers, so that keeping ready
/// agents in order costs a few nanoseconds, where a heap would compare its way through a dozen places in memory.
struct RankSet: Sendable {
    /// The words of all levels, the lowest level first; the last one is a single word.
    private var words: ContiguousArray<UInt64>
    /// Where each level begins.
    private let starts: ContiguousArray<Int>

    /// Creates an empty set for the numbers below `capacity`.
    init(capacity: Int) {
        var starts: ContiguousArray<Int> = []
        var (start, count) = (0, max(capacity, 1))
        repeat {
            count = (count + 63) >> 6
            starts.append(start)
            start += count
        } while count > 1
        self.starts = starts
        self.words = ContiguousArray(repeating: 0, count: start)
    }

    @inline(__always)
    var isEmpty: Bool { self.words[self.words.count - 1] == 0 }

    /// The least number; nil when there is none.
    @inline(__always)
    var first: Int32? {
        guard !self.isEmpty else { return nil }
        var position = 0
        var level = self.starts.count
        while level > 0 {
            level -= 1
            position = position << 6 | self.words[self.starts[level] + position].trailingZeroBitCount
        }
        return Int32(truncatingIfNeeded: position)
    }

    func contains(_ number: Int32) -> Bool {
        self.words[Int(number) >> 6] & 1 << UInt64(number & 63) != 0
    }

    @inline(__always)
    mutating func insert(_ number: Int32) {
        var position = Int(number)
        for start in self.starts {
            let wasEmpty = Self.set(position & 63, in: &self.words[start + (position >> 6)])
            guard wasEmpty else { return }
            position >>= 6
        }
    }

    @inline(__always)
    mutating func remove(_ number: Int32) {
        var position = Int(number)
        for start in self.starts {
            let isEmpty = Self.clear(position & 63, in: &self.words[start + (position >> 6)])
            guard isEmpty else { return }
            position >>= 6
        }
    }

    /// Whether the word was empty before.
    @inline(__always)
    private static func set(_ bit: Int, in word: inout UInt64) -> Bool {
        defer { word |= 1 << UInt64(truncatingIfNeeded: bit) }
        return word == 0
    }

    /// Whether the word is empty now.
    @inline(__always)
    private static func clear(_ bit: Int, in word: inout UInt64) -> Bool {
        word &= ~(1 << UInt64(truncatingIfNeeded: bit))
        return word == 0
    }
}
