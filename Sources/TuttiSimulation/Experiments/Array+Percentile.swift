extension [Duration] {
    /// The least of these sorted times that so many of 100 do not exceed; zero when there are none.
    package func percentile(_ percent: Double) -> Duration {
        guard !self.isEmpty else { return .zero }
        let rank = Int((percent / 100 * Double(self.count)).rounded(.up))
        return self[Swift.min(Swift.max(rank, 1), self.count) - 1]
    }
}
