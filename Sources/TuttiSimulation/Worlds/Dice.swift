internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Draws that read well.
package struct Dice: Sendable {
    private var generator: SeededRandomNumberGenerator

    package init(seed: UInt64) { self.generator = SeededRandomNumberGenerator(seed: seed) }

    package mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.generator) }

    package mutating func chance(_ share: Double) -> Bool { self.fraction() < share }

    package mutating func bits() -> UInt64 { self.generator.next() }

    /// At least 0 and less than 1.
    package mutating func fraction() -> Double { Double.random(in: 0..<1, using: &self.generator) }

    /// Most draws are near the median, some many times as long.
    package mutating func lognormal(median: Double, spread: Double) -> Double {
        let (radius, angle) = (1 - self.fraction(), self.fraction())
        return median * exp(spread * (-2 * log(radius)).squareRoot() * cos(2 * Double.pi * angle))
    }

    /// At least `least`; the mean does not exist for a `shape` of 1 or less.
    package mutating func pareto(least: Double, shape: Double) -> Double {
        least / pow(1 - self.fraction(), 1 / shape)
    }
}
