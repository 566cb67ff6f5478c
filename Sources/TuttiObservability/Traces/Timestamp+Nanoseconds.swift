internal import TuttiAgents

extension Timestamp {
    /// The nanoseconds since 1970, as exact as the instant is; zero for one before.
    var nanosecondsSince1970: UInt64 {
        let seconds = max(self.secondsSince1970, 0)
        let whole = seconds.rounded(.down)
        return UInt64(whole) * 1_000_000_000 + UInt64((seconds - whole) * 1e9)
    }
}
