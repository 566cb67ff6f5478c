/// A time in nanoseconds; what the worlds and their judge count in.
package typealias Instant = Int64

extension Instant {
    package static func milliseconds(_ count: Int) -> Instant { Instant(count) * 1_000_000 }

    /// The same as the public interfaces have it.
    package var asDuration: Duration { .nanoseconds(self) }

    /// For a person: milliseconds, as exact as it is.
    package var text: String {
        let (whole, rest) = self.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest != 0 else { return "\(whole) ms" }
        let digits = String(rest.magnitude)
        return "\(whole).\(String(repeating: "0", count: 6 - digits.count))\(digits) ms"
    }
}

extension Duration {
    /// The first whole nanosecond by which all of it has passed. The judge shares no arithmetic with the runtime, so this
    /// one is its own.
    package var asInstant: Instant {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000_000_000 + (attoseconds + 999_999_999) / 1_000_000_000
    }
}
