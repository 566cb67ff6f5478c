package import TuttiCore

/// The histograms of one family, a row each, in one run of memory: counting is an index and an addition.
package struct DurationHistograms: Sendable {
    /// The upper bounds of the buckets in seconds: from what an agent without a model takes to what a person never waits
    /// for; between them the deadlines that are usual.
    package static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60]
    private static let limits = bounds.map { Nanoseconds($0 * 1e9) }
    /// The buckets, the one without bound, and the sum in nanoseconds.
    private static let stride = bounds.count + 2

    private var cells: [UInt64]

    package init(rows: Int = 0) { self.cells = [UInt64](repeating: 0, count: rows * Self.stride) }

    package var rows: Int { self.cells.count / Self.stride }

    /// Appends rows that have counted nothing.
    package mutating func addRows(_ count: Int) {
        self.cells.append(contentsOf: repeatElement(0, count: count * Self.stride))
    }

    /// Counts a time; a negative one counts as none.
    package mutating func count(_ time: Nanoseconds, in row: Int) {
        let time = max(time, 0)
        var bucket = 0
        while bucket < Self.limits.count, time > Self.limits[bucket] { bucket += 1 }
        let start = row * Self.stride
        self.cells[start + bucket] &+= 1
        self.cells[start + Self.stride - 1] &+= UInt64(time)
    }

    /// The times up to each bound and in all, and their sum in seconds; nil for a row that has counted nothing.
    package func values(of row: Int) -> (cumulative: [UInt64], sum: Double)? {
        let cells = self.cells[row * Self.stride..<(row + 1) * Self.stride]
        var total: UInt64 = 0
        let cumulative = cells.dropLast().map { cell in
            total &+= cell
            return total
        }
        return total == 0 ? nil : (cumulative, Double(cells[cells.endIndex - 1]) / 1e9)
    }
}
