internal import TuttiAgents

extension Timestamp {
    /// Milliseconds since 1970; those of a clock that is far off are as many as a page can count.
    var milliseconds: Int { Int(min(max((self.secondsSince1970 * 1_000).rounded(), 0), 9_007_199_254_740_991)) }
}
