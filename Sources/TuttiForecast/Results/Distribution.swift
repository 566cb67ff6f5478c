/// What many numbers come to.
package struct Distribution: Hashable, Sendable {
    package let count: Int
    package let mean: Double
    /// How far the numbers lie from their mean.
    package let standardDeviation: Double
    package let minimum: Double
    package let maximum: Double
    private let sorted: [Double]

    /// Takes numbers, in an order that decides the last digit of the mean; nil when there are none.
    package init?(_ numbers: [Double]) {
        let sorted = numbers.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        // Two passes: the difference of two large sums would lose the digits that matter.
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.count = numbers.count
        self.mean = mean
        self.standardDeviation = numbers.count > 1 ? (squares / (count - 1)).squareRoot() : 0
        self.minimum = first
        self.maximum = last
        self.sorted = sorted
    }

    /// The least of the numbers that so many of 100 do not exceed.
    package func percentile(_ percent: Double) -> Double {
        let rank = Int((percent / 100 * Double(self.count)).rounded(.up))
        return self.sorted[min(max(rank, 1), self.count) - 1]
    }

    /// How far the mean may be off because there are not more numbers: one standard error.
    package var standardError: Double { self.standardDeviation / Double(self.count).squareRoot() }

    /// The number of numbers from `lower` to below `upper`.
    func count(from lower: Double, below upper: Double) -> Int {
        max(self.firstIndex(notBelow: upper) - self.firstIndex(notBelow: lower), 0)
    }

    private func firstIndex(notBelow bound: Double) -> Int {
        var (low, high) = (0, self.sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if self.sorted[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
