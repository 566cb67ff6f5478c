import Testing
import TuttiCore
import TuttiJSON
import TuttiTesting

@Suite struct LatencyHistogramTests {
    private static func histogram(_ milliseconds: some Sequence<Int>, cut: [Int] = []) -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for time in milliseconds { histogram.record(.milliseconds(time)) }
        for time in cut { histogram.record(.milliseconds(time), isCut: true) }
        return histogram
    }

    /// A percentile in milliseconds, and whether it is only a lower bound.
    private static func percentile(_ percent: Double, _ histogram: LatencyHistogram) throws -> (Double, Bool) {
        let quantile = try #require(histogram.percentile(percent))
        return (quantile.duration.milliseconds, quantile.isLowerBound)
    }

    @Test func `an empty histogram knows nothing`() {
        #expect(LatencyHistogram().percentile(50) == nil)
        #expect(LatencyHistogram().mean(beyond: .zero) == nil)
        #expect(LatencyHistogram().count == 0)
    }

    @Test func `every duration from a microsecond to a day is told within one percent`() throws {
        var duration = Duration.microseconds(1)
        while duration < .seconds(86_400) {
            var histogram = LatencyHistogram()
            histogram.record(duration)
            let told = try #require(histogram.percentile(50)?.duration)
            #expect(abs(told / duration - 1) < 0.01 || duration < .microseconds(100), "\(duration): \(told)")
            #expect(abs((told - duration) / .microseconds(1)) <= max(0.5, duration / .microseconds(1) * 0.01))
            duration = duration * 1.037
        }
    }

    @Test func `what is out of range counts as the least or the most`() throws {
        for duration in [Duration.seconds(-5), .zero, .seconds(1_000_000), .seconds(Int64.max)] {
            var histogram = LatencyHistogram()
            histogram.record(duration)
            let told = try #require(histogram.percentile(50)?.duration)
            #expect(duration <= .zero ? told < .microseconds(1) : told > .seconds(130_000))
        }
    }

    @Test func `percentiles are the least times within which so many end`() throws {
        let histogram = Self.histogram(1...100)
        for percent in [1.0, 10, 50, 90, 95, 99, 100] {
            let (told, isLowerBound) = try Self.percentile(percent, histogram)
            #expect(abs(told - percent) <= percent / 100 + 0.01, "p\(percent) is \(told)")
            #expect(!isLowerBound)
        }
    }

    @Test func `percentiles of a log-normal distribution are found again`() throws {
        var generator = SeededRandomNumberGenerator(seed: 3)
        let latency = Latency.logNormal(p50: .milliseconds(200), p95: .milliseconds(900))
        var histogram = LatencyHistogram()
        for _ in 0..<5_000 { histogram.record(latency.draw(using: &generator)) }
        #expect((185...215).contains(try Self.percentile(50, histogram).0))
        #expect((800...1_000).contains(try Self.percentile(95, histogram).0))
    }

    @Test func `an attempt that was cut counts as one that takes longer`() throws {
        // Half end within 100 ms, the others are cut there: the median is known, what is above it is not.
        let half = Self.histogram(Array(repeating: 90, count: 50), cut: Array(repeating: 100, count: 50))
        #expect(try Self.percentile(50, half).1 == false)
        let (p95, isLowerBound) = try Self.percentile(95, half)
        #expect(isLowerBound && abs(p95 - 100) < 1)
        // Cut early they say nothing about the tail: of those that went on, nine of ten took 100 ms and one 500 ms.
        let early = Self.histogram(Array(repeating: 100, count: 90) + Array(repeating: 500, count: 10), cut: [1, 2, 3])
        #expect(abs(try Self.percentile(90, early).0 - 100) < 1)
        #expect(abs(try Self.percentile(95, early).0 - 500) < 5)
        // Cut in between they belong to the tail, as those that are left do.
        let between = Self.histogram(
            Array(repeating: 100, count: 90) + Array(repeating: 500, count: 5), cut: Array(repeating: 200, count: 5))
        #expect(abs(try Self.percentile(91, between).0 - 500) < 5)
    }

    @Test func `nothing but cuts gives a lower bound`() throws {
        let (told, isLowerBound) = try Self.percentile(50, Self.histogram([], cut: [100, 300]))
        #expect(isLowerBound && abs(told - 300) < 3)
    }

    @Test func `the mean of those that took longer`() throws {
        let histogram = Self.histogram([100, 200, 400], cut: [900])
        let beyond = try #require(histogram.mean(beyond: .milliseconds(150))?.milliseconds)
        #expect(abs(beyond - 300) < 3)
        #expect(histogram.mean(beyond: .milliseconds(400)) == nil)
    }

    @Test func `a thousand attempts count, and the old ones fade`() throws {
        var histogram = Self.histogram(Array(repeating: 1_000, count: 5_000))
        #expect(abs(histogram.count - 1_000) < 1e-6)
        for _ in 0..<700 { histogram.record(.milliseconds(10)) }
        #expect(try Self.percentile(45, histogram).0 < 11)
        #expect(try Self.percentile(60, histogram).0 > 990)
        for _ in 0..<20_000 { histogram.record(.milliseconds(10)) }
        #expect(histogram == Self.afterFading(histogram))
        #expect(try Self.percentile(100, histogram).0 < 11)
    }

    /// What is left when only one bucket is: nothing of the old one, so that it does not stay as dust for ever.
    private static func afterFading(_ histogram: LatencyHistogram) -> LatencyHistogram {
        var fresh = LatencyHistogram()
        fresh.merge(histogram)
        return fresh
    }

    @Test func `it never holds more than a thousand weights in two thousand buckets`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        var histogram = LatencyHistogram()
        for _ in 0..<20_000 {
            let exponent = Double.random(in: 0...36, using: &generator)
            var duration = Duration.microseconds(1)
            for _ in 0..<Int(exponent) { duration = duration * 2 }
            histogram.record(
                duration * Double.random(in: 1...2, using: &generator), isCut: Bool.random(using: &generator))
        }
        #expect(histogram.json.serialized().utf8.count < 64_000)
        #expect(histogram.count < 1_000)
    }

    @Test func `two that are merged know what one that had seen all of it would`() throws {
        var both = Self.histogram(1...50, cut: [70])
        both.merge(Self.histogram(51...100, cut: [80]))
        #expect(both == Self.histogram(1...100, cut: [70, 80]))
        var full = Self.histogram(Array(repeating: 10, count: 1_000))
        full.merge(Self.histogram(Array(repeating: 20, count: 1_000)))
        #expect(abs(full.count - 1_000) < 1e-6)
        #expect(try Self.percentile(49, full).0 < 11)
        #expect(try Self.percentile(51, full).0 > 19)
    }

    @Test func `its JSON form is read again, and nothing else is`() throws {
        let histogram = Self.histogram(1...300, cut: [5, 900])
        let text = histogram.json.serialized()
        #expect(LatencyHistogram(json: try JSONValue(parsing: text)) == histogram)
        let empty = LatencyHistogram().json.serialized()
        #expect(empty == #"{"ended":[],"cut":[]}"#)
        for bad in [
            "[]", "{}", #"{"ended":[]}"#, #"{"ended":[1],"cut":[]}"#, #"{"ended":[-1,1],"cut":[]}"#,
            #"{"ended":[99999,1],"cut":[]}"#, #"{"ended":[1,-1],"cut":[]}"#, #"{"ended":[1,1e9],"cut":[]}"#,
            #"{"ended":[1,1,1,1],"cut":[]}"#, #"{"ended":["1",1],"cut":[]}"#, #"{"ended":[1.5,1],"cut":[]}"#,
        ] {
            #expect(LatencyHistogram(json: try JSONValue(parsing: bad)) == nil, "\(bad)")
        }
    }
}
