import Testing
import TuttiObservability

@Suite struct DurationHistogramsTests {
    @Test func `a time counts in the first bucket that holds it, and in all above`() throws {
        var histograms = DurationHistograms(rows: 2)
        for nanoseconds in [0, 1_000_000, 1_000_001, 3_000_000_000, 3_000_100_000, 90_000_000_000] {
            histograms.count(Int64(nanoseconds), in: 1)
        }
        #expect(histograms.values(of: 0) == nil)
        let (cumulative, sum) = try #require(histograms.values(of: 1))
        let counts = Dictionary(uniqueKeysWithValues: zip(DurationHistograms.bounds, cumulative))
        #expect(counts[0.001] == 2)
        #expect(counts[0.0025] == 3)
        #expect(counts[2] == 3)
        #expect(counts[3] == 4)
        #expect(counts[60] == 5)
        #expect(cumulative.last == 6)
        #expect(abs(sum - 96.002100001) < 1e-6)
    }

    @Test func `a time that went backwards is none`() throws {
        var histograms = DurationHistograms(rows: 1)
        histograms.count(-5, in: 0)
        let (cumulative, sum) = try #require(histograms.values(of: 0))
        #expect(cumulative.first == 1 && sum == 0)
    }
}
