/// Finds a mark such as `</think>` in bytes that arrive one after the other.
struct ByteMarkMatcher {
    private let mark: [UInt8]
    private var matched = 0

    /// Creates a matcher for a mark whose first byte it does not have again, as an angle bracket's.
    init(_ mark: String) {
        self.mark = Array(mark.utf8)
    }

    /// Takes the next byte and returns whether it completes the mark.
    mutating func take(_ byte: UInt8) -> Bool {
        if byte == self.mark[self.matched] {
            self.matched += 1
        } else {
            self.matched = byte == self.mark[0] ? 1 : 0
        }
        guard self.matched == self.mark.count else { return false }
        self.matched = 0
        return true
    }
}
