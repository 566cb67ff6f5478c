import Testing
import TuttiCore
import TuttiTesting

@Suite struct LatencyTests {
    private static func draws(_ latency: Latency, _ count: Int = 20_000) -> [Duration] {
        var generator = SeededRandomNumberGenerator(seed: 5)
        return (0..<count).map { latency.draw(number: $0, using: &generator) }.sorted()
    }

    /// The share of the draws for which the condition holds.
    private static func share(_ latency: Latency, where condition: (Duration) -> Bool) -> Double {
        let draws = Self.draws(latency)
        return Double(draws.count(where: condition)) / Double(draws.count)
    }

    @Test func `fixed ones are what they say`() {
        #expect(Self.draws(.seconds(1.5), 3) == [.seconds(1.5), .seconds(1.5), .seconds(1.5)])
        #expect(Self.draws(.seconds(0.1), 1) == [.milliseconds(100)] && Self.draws(.seconds(.nan), 1) == [.zero])
        #expect(Self.draws(.none, 1) == [.zero] && Self.draws(.milliseconds(20), 1) == [.milliseconds(20)])
    }

    @Test func `uniform ones fill their range and do not leave it`() {
        let draws = Self.draws(.uniform(.milliseconds(10)...(.milliseconds(20))))
        #expect(draws[0] >= .milliseconds(10) && draws[0] < .milliseconds(10.1))
        #expect(draws.last.map { $0 <= .milliseconds(20) && $0 > .milliseconds(19.9) } == true)
        #expect(abs(draws[10_000].milliseconds - 15) < 0.2)
    }

    @Test func `log-normal ones have the percentiles that they are given`() {
        let latency = Latency.logNormal(p50: .milliseconds(100), p95: .milliseconds(400))
        #expect(abs(Self.share(latency) { $0 < .milliseconds(100) } - 0.5) < 0.01)
        #expect(abs(Self.share(latency) { $0 < .milliseconds(400) } - 0.95) < 0.01)
    }

    @Test func `bimodal ones are rare as often as they are told`() {
        let latency = Latency.bimodal(
            usually: .milliseconds(1), rarely: .uniform(.seconds(1)...(.seconds(2))), chance: 0.1)
        #expect(abs(Self.share(latency) { $0 >= .seconds(1) } - 0.1) < 0.01)
        #expect(Self.share(latency) { $0 > .milliseconds(1) && $0 < .seconds(1) } == 0)
    }

    @Test func `the tail of Pareto's is as heavy as its shape says, and ends after a day`() {
        let latency = Latency.pareto(minimum: .milliseconds(10), shape: 1)
        #expect(abs(Self.share(latency) { $0 >= .milliseconds(100) } - 0.1) < 0.01)
        #expect(Self.share(latency) { $0 < .milliseconds(10) } == 0)
        #expect(Self.draws(.pareto(minimum: .seconds(1), shape: 0)).last == Latency.maximum)
    }

    @Test func `a list goes round, an empty one takes no time, and nothing is negative`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        let list = Latency.inTurn([.seconds(1), .seconds(2)])
        #expect((0..<3).map { list.draw(number: $0, using: &generator) } == [.seconds(1), .seconds(2), .seconds(1)])
        #expect(Self.draws(.inTurn([]), 1) == [.zero])
        #expect(Self.draws(.fixed(.seconds(-1)), 1) == [.zero])
        #expect(Self.draws(.fixed(.seconds(1_000_000)), 1) == [Latency.maximum])
    }
}
