import Testing
import TuttiForecast

@Suite struct DistributionTests {
    @Test func `percentiles are the least number that so many do not exceed`() throws {
        let distribution = try #require(Distribution((1...200).map(Double.init).reversed()))
        #expect(distribution.percentile(50) == 100)
        #expect(distribution.percentile(95) == 190)
        #expect(distribution.percentile(99) == 198)
        #expect(distribution.percentile(0) == 1 && distribution.percentile(100) == 200)
        #expect(distribution.minimum == 1 && distribution.maximum == 200)
    }

    @Test func `the mean and how far it may be off`() throws {
        let distribution = try #require(Distribution([2, 4, 4, 4, 5, 5, 7, 9]))
        #expect(distribution.mean == 5)
        #expect(abs(distribution.standardDeviation - (32.0 / 7).squareRoot()) < 1e-12)
        #expect(abs(distribution.standardError - (32.0 / 7 / 8).squareRoot()) < 1e-12)
    }

    @Test func `large numbers that differ little keep their spread`() throws {
        let distribution = try #require(Distribution([1e9, 1e9 + 1, 1e9 + 2]))
        #expect(distribution.standardDeviation == 1)
    }

    @Test func `one number is all of them, and none is no distribution`() throws {
        let one = try #require(Distribution([3]))
        #expect(one.mean == 3 && one.percentile(95) == 3 && one.standardDeviation == 0)
        #expect(Distribution([]) == nil)
    }

    private static let samples: [[Double]] = [
        [1], [0, 0, 0], [0.0004], [5, 1e12], (1...1000).map { Double($0 * $0) }, (0..<500).map { 100 + Double($0) / 7 },
    ]

    @Test(arguments: samples)
    func `a histogram counts every number once, in few ranges`(numbers: [Double]) throws {
        let bins = Histogram(of: try #require(Distribution(numbers))).bins
        #expect(bins.reduce(0) { $0 + $1.count } == numbers.count)
        #expect(bins.count <= Histogram.maximumBins)
        for (bin, next) in zip(bins, bins.dropFirst()) { #expect(bin.to == next.from) }
        for (index, bin) in bins.enumerated() where bin.to != nil || index == bins.count - 1 {
            #expect(bin.count == numbers.count { $0 >= bin.from && $0 < bin.to ?? .infinity })
        }
    }

    @Test func `the rare long ones share the last range`() throws {
        let bins = Histogram(of: try #require(Distribution(Array(repeating: 10.0, count: 999) + [10_000]))).bins
        #expect(bins.count == 2)
        #expect(bins.last?.to == nil && bins.last?.count == 1)
    }
}
