extension [Double] {
    /// The value of rank ⌊q·n⌋, as the peers' harness takes it; nan when there is none.
    func quantile(_ q: Double) -> Double {
        guard !self.isEmpty else { return .nan }
        return self.sorted()[Swift.min(self.count - 1, Int(q * Double(self.count)))]
    }

    /// The middle value, or the mean of the two in the middle.
    var median: Double {
        let sorted = self.sorted()
        guard self.count.isMultiple(of: 2), let upper = sorted.dropFirst(self.count / 2).first else {
            return self.quantile(0.5)
        }
        return (sorted[self.count / 2 - 1] + upper) / 2
    }

    /// The arithmetic mean; nan when there is none.
    var mean: Double { self.reduce(0, +) / Double(self.count) }

    /// The smallest value; nan when there is none.
    var least: Double { self.min() ?? .nan }

    /// The largest value; nan when there is none.
    var most: Double { self.max() ?? .nan }
}
