/// How long something took, many times over: a histogram of fixed size from which percentiles are read.
///
/// Log-linear buckets, as in an HDR histogram: up to 127 µs one a microsecond, above 64 for each doubling, so that a
/// percentile is off by less than 0.8 %, up to 38 hours. Old measurements fade: together they weigh ``memory`` at most,
/// so each new one takes its share from all before it.
///
/// An attempt that was cut tells that it would have taken longer, and not how much. Such *censored* observations count
/// as Kaplan and Meier have it: until the instant at which it was cut an attempt is one of those that had not ended, then
/// it says nothing more. Were they left out, a learned timeout would cut the slow attempts, learn from the quick ones that
/// are left, and cut the next.
package struct LatencyHistogram: Hashable, Sendable {
    /// What lies in one bucket.
    struct Bin: Hashable, Sendable {
        var bucket: Int
        /// The weight of the attempts that ended here.
        var ended: Double
        /// The weight of those that were cut here.
        var cut: Double
    }

    /// A percentile.
    package struct Quantile: Hashable, Sendable {
        package var duration: Duration
        /// Whether so few attempts were let end that all that is known is: not less than this.
        package var isLowerBound: Bool
    }

    /// The attempts that count: beyond them the weights of all shrink with each further one.
    package static let memory = 1_000.0
    /// What has faded to this weight is forgotten.
    private static let leastWeight = 1e-3

    /// The buckets that hold something, in ascending order.
    private(set) var bins: [Bin] = []

    package init() {}

    /// Takes bins that were kept; the caller has checked them.
    init(bins: [Bin]) { self.bins = bins }

    /// The attempts that ended, those that have faded as the fractions that are left of them.
    package var count: Double { self.bins.reduce(0) { $0 + $1.ended } }

    private var weight: Double { self.bins.reduce(0) { $0 + $1.ended + $1.cut } }

    // MARK: Writing

    /// Counts an attempt that ended after so long, or one that was cut then.
    package mutating func record(_ duration: Duration, isCut: Bool = false) {
        self.fade(to: Self.memory - 1)
        self.add(Bin(bucket: Self.bucket(of: duration), ended: isCut ? 0 : 1, cut: isCut ? 1 : 0))
    }

    /// Counts everything that another histogram has counted.
    package mutating func merge(_ other: LatencyHistogram) {
        for bin in other.bins { self.add(bin) }
        self.fade(to: Self.memory)
    }

    private mutating func add(_ bin: Bin) {
        let index = self.bins.partitioningIndex { $0.bucket >= bin.bucket }
        if index < self.bins.count, self.bins[index].bucket == bin.bucket {
            self.bins[index].ended += bin.ended
            self.bins[index].cut += bin.cut
        } else {
            self.bins.insert(bin, at: index)
        }
    }

    private mutating func fade(to limit: Double) {
        let weight = self.weight
        guard weight > limit else { return }
        for index in self.bins.indices {
            self.bins[index].ended *= limit / weight
            self.bins[index].cut *= limit / weight
        }
        self.bins.removeAll { $0.ended + $0.cut < Self.leastWeight }
    }

    // MARK: Reading

    /// The time within which `percent` of 100 attempts end; nil when nothing is known.
    package func percentile(_ percent: Double) -> Quantile? {
        var atRisk = self.weight
        var unfinished = 1.0
        let enough = max(1 - percent / 100, 0) + 1e-9
        for bin in self.bins {
            if bin.ended > 0 {
                unfinished *= max(1 - bin.ended / atRisk, 0)
                if unfinished <= enough { return Quantile(duration: Self.middle(of: bin.bucket), isLowerBound: false) }
            }
            atRisk -= bin.ended + bin.cut
        }
        return self.bins.last.map { Quantile(duration: Self.middle(of: $0.bucket), isLowerBound: true) }
    }

    /// The mean of the attempts that took longer than `duration`; nil when none is known.
    package func mean(beyond duration: Duration) -> Duration? {
        let bucket = Self.bucket(of: duration)
        let longer = self.bins.drop { $0.bucket <= bucket }
        let weight = longer.reduce(0) { $0 + $1.ended }
        guard weight > 0 else { return nil }
        return longer.reduce(.zero) { $0 + Self.middle(of: $1.bucket) * ($1.ended / weight) }
    }

    // MARK: Buckets

    private static let linearBuckets = 128
    private static let bucketsPerDoubling = 64
    private static let firstDoubling = 7
    private static let lastDoubling = 36
    /// The number of buckets.
    static let bucketCount = linearBuckets + (lastDoubling - firstDoubling + 1) * bucketsPerDoubling

    static func bucket(of duration: Duration) -> Int {
        let microseconds = min(max(duration.nanosecondsRoundedDown / 1_000, 0), 1 << (self.lastDoubling + 1) - 1)
        guard microseconds >= self.linearBuckets else { return Int(microseconds) }
        let doubling = Int64.bitWidth - 1 - microseconds.leadingZeroBitCount
        let offset = Int(microseconds >> (doubling - 6)) - self.bucketsPerDoubling
        return self.linearBuckets + (doubling - self.firstDoubling) * self.bucketsPerDoubling + offset
    }

    /// The duration in the middle of a bucket.
    static func middle(of bucket: Int) -> Duration {
        guard bucket >= self.linearBuckets else { return .nanoseconds(bucket * 1_000 + 500) }
        let (doubling, offset) = (bucket - self.linearBuckets).quotientAndRemainder(dividingBy: self.bucketsPerDoubling)
        let width = 1_000 << (doubling + 1)
        return .nanoseconds((self.bucketsPerDoubling + offset) * width + width / 2)
    }
}

extension Array {
    /// The index of the first element for which `belongsInSecondPart` holds, given that it does for all after it.
    fileprivate func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Int {
        var (low, high) = (0, self.count)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
