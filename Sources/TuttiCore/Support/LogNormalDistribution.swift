#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The distribution that latencies follow: most near the median, some far above.
package struct LogNormalDistribution {
    /// The 95th percentile of the normal distribution, in standard deviations.
    private static let deviationsOfP95 = 1.644_853_626_951_472_2
    /// No draw is longer: the tail has no end, and a `Duration` has.
    package static let maximum = Duration.seconds(86_400)

    private let median: Double
    private let deviation: Double

    /// Creates the distribution with these percentiles; `p95` below `p50` counts as equal.
    package init(p50: Duration, p95: Duration) {
        self.median = max(p50.milliseconds, 1e-6)
        self.deviation = log(max(p95.milliseconds / self.median, 1)) / Self.deviationsOfP95
    }

    /// Draws a duration from two times 64 random bits (Box and Muller).
    package func draw(_ random: () -> UInt64) -> Duration {
        let radius = (Double(random() >> 11) + 1) * 0x1p-53
        let angle = Double(random() >> 11) * 0x1p-53
        let normal = (-2 * log(radius)).squareRoot() * cos(2 * .pi * angle)
        let milliseconds = self.median * exp(self.deviation * normal)
        return .nanoseconds(Int64(min(milliseconds, Self.maximum.milliseconds) * 1_000_000))
    }
}
