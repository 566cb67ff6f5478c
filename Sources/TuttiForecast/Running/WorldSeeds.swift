internal import TuttiCore

/// The seeds of many runs: each depends on the first seed and the number of the run alone, so runs can be computed in any
/// order, and a what-if meets the same worlds as the baseline.
struct WorldSeeds: Sendable {
    private let base: UInt64

    init(_ seed: UInt64) {
        var generator = SeededRandomNumberGenerator(seed: seed)
        self.base = generator.next()
    }

    subscript(run: Int) -> UInt64 {
        var generator = SeededRandomNumberGenerator(seed: self.base ^ UInt64(bitPattern: Int64(run)))
        return generator.next()
    }
}
