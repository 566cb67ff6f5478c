internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// How long something takes: always the same, or drawn from a distribution.
///
/// What a ``ScriptedAgent`` draws depends on the seed of the simulation, its name and its attempt alone: adding another
/// agent to a graph changes the latencies of none. No draw is negative or longer than ``maximum``.
public struct Latency: Hashable, Sendable {
    private enum Form: Hashable, Sendable {
        case fixed(Duration)
        case uniform(ClosedRange<Duration>)
        case logNormal(p50: Duration, p95: Duration)
        case pareto(minimum: Duration, shape: Double)
        case inTurn([Duration])
        indirect case mixed(usual: Form, rare: Form, chance: Double)
    }

    /// The longest draw, a day: the tails of some distributions have no end.
    public static let maximum = Duration.seconds(86_400)

    private let form: Form

    /// No time at all.
    public static let none = Latency(form: .fixed(.zero))

    /// Always the same.
    public static func fixed(_ duration: Duration) -> Self { Self(form: .fixed(duration)) }

    /// Always so many seconds, to the nanosecond.
    public static func seconds(_ seconds: Double) -> Self { .milliseconds(seconds * 1_000) }

    /// Always so many milliseconds, to the nanosecond.
    public static func milliseconds(_ milliseconds: Double) -> Self {
        // What a floating-point number adds to 0.1 s would show in every trace.
        let bounded = min(max(milliseconds.isNaN ? 0 : milliseconds, 0), Self.maximum.milliseconds)
        return .fixed(.nanoseconds(Int64((bounded * 1_000_000).rounded())))
    }

    /// Anything between two durations, each as likely as the other.
    public static func uniform(_ range: ClosedRange<Duration>) -> Self { Self(form: .uniform(range)) }

    /// What most services show: half of the calls take less than `p50`, 95 of 100 less than `p95`, some far more.
    public static func logNormal(p50: Duration, p95: Duration) -> Self { Self(form: .logNormal(p50: p50, p95: p95)) }

    /// Two kinds of calls, such as hits and misses of a cache: `chance` is the share of the rare ones, 0 to 1.
    public static func bimodal(usually usual: Latency, rarely rare: Latency, chance: Double) -> Self {
        Self(form: .mixed(usual: usual.form, rare: rare.form, chance: min(max(chance, 0), 1)))
    }

    /// A heavy tail: never less than `minimum`; the smaller the `shape`, at least 0.1, the heavier the tail.
    ///
    /// With a shape of 1 every tenth call takes ten times the minimum or longer.
    public static func pareto(minimum: Duration, shape: Double) -> Self {
        Self(form: .pareto(minimum: minimum, shape: max(shape, 0.1)))
    }

    /// One after another, and from the front again; an empty list takes no time.
    public static func inTurn(_ durations: [Duration]) -> Self { Self(form: .inTurn(durations)) }

    /// One after another, and from the front again.
    public static func inTurn(_ durations: Duration...) -> Self { .inTurn(durations) }

    /// Draws a duration.
    ///
    /// - Parameters:
    ///   - number: How many were drawn before; only ``inTurn(_:)-([Duration])`` looks at it.
    ///   - generator: The source of chance.
    public func draw(number: Int = 0, using generator: inout some RandomNumberGenerator) -> Duration {
        min(max(Self.draw(self.form, number, &generator), .zero), Self.maximum)
    }

    private static func draw(_ form: Form, _ number: Int, _ generator: inout some RandomNumberGenerator) -> Duration {
        switch form {
        case .fixed(let duration): return duration
        case .uniform(let range):
            let width = (range.upperBound - range.lowerBound).nanosecondsRoundedDown
            return range.lowerBound + .nanoseconds(Int64.random(in: 0...max(width, 0), using: &generator))
        case .logNormal(let p50, let p95):
            return LogNormalDistribution(p50: p50, p95: p95).draw { generator.next() }
        case .pareto(let minimum, let shape):
            let chance = (Double(generator.next() >> 11) + 1) * 0x1p-53
            let milliseconds = minimum.milliseconds / pow(chance, 1 / shape)
            return .nanoseconds(Int64(min(milliseconds, Self.maximum.milliseconds) * 1_000_000))
        case .inTurn(let durations): return durations.isEmpty ? .zero : durations[number % durations.count]
        case .mixed(let usual, let rare, let chance):
            let isRare = Double.random(in: 0..<1, using: &generator) < chance
            return Self.draw(isRare ? rare : usual, number, &generator)
        }
    }
}
