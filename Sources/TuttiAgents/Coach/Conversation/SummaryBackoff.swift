/// When a summary is tried again: at once after one that worked, after each failure twice as many turns later.
///
/// began: may begin → the call is made · succeeded: no pause · failed: the next try is 1, 2, 4, 8, then 16 turns away
package struct SummaryBackoff {
    /// The most turns between two tries.
    package static let maximumPause = 16

    private var failures = 0
    private var nextTurn = 0

    package init() {}

    /// Whether a summary may begin after the turn with this number.
    package func mayBegin(afterTurn number: Int) -> Bool { number >= self.nextTurn }

    package mutating func succeeded() {
        self.failures = 0
        self.nextTurn = 0
    }

    package mutating func failed(afterTurn number: Int) {
        self.nextTurn = number + min(1 << min(self.failures, 10), Self.maximumPause)
        self.failures += 1
    }
}
