/// How many of some times lie in ranges of the same width, with round bounds; the rare long ones share the last range.
package struct Histogram: Hashable, Sendable {
    package struct Bin: Hashable, Sendable {
        package var from: Double
        /// Nil for the last one, which has no end.
        package var to: Double?
        package var count: Int
    }

    package let bins: [Bin]

    /// The most bins, with the one for all that is longer.
    package static let maximumBins = 12

    package init(of distribution: Distribution) {
        let (low, high) = (distribution.minimum, distribution.percentile(99))
        let width = Self.width(atLeast: (high - low) / Double(Self.maximumBins - 2))
        var from = (low / width).rounded(.down) * width
        var bins: [Bin] = []
        // Bounds are multiples of the width, and not sums of it, which would gather errors.
        var step = (low / width).rounded(.down)
        while from <= high {
            step += 1
            let to = step * width
            bins.append(Bin(from: from, to: to, count: distribution.count(from: from, below: to)))
            from = to
        }
        let rest = distribution.count(from: from, below: .infinity)
        if rest > 0 { bins.append(Bin(from: from, to: nil, count: rest)) }
        self.bins = bins
    }

    /// The next number of the kind 1, 2 or 5 times a power of ten; at least a microsecond.
    private static func width(atLeast minimum: Double) -> Double {
        var power = 0.001
        // Up to a hundred million seconds, which is longer than a workflow may take.
        while power < 1e11 {
            for factor in [1.0, 2, 5] where power * factor >= minimum { return power * factor }
            power *= 10
        }
        return power
    }
}
