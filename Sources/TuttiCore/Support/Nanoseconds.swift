/// An instant of a ``TimeSource`` or a length of time, in nanoseconds.
///
/// The runtime counts in these: a `Duration` is twice as wide, and its arithmetic shows in a run of many small agents.
package typealias Nanoseconds = Int64

extension Nanoseconds {
    /// The instant that never comes, the length without end.
    package static let never = Nanoseconds.max

    /// The sum, or ``never`` when there is none: years may be added to years.
    package func advanced(byAtMost length: Nanoseconds) -> Nanoseconds {
        let (sum, isTooFar) = self.addingReportingOverflow(length)
        return isTooFar ? .never : sum
    }

    /// The length as the public interfaces have it.
    package var duration: Duration { .nanoseconds(self) }
}

extension Duration {
    /// The first whole nanosecond by which all of it has passed; ``Nanoseconds/never`` when it is longer than 292 years.
    package var nanoseconds: Nanoseconds { self.nanosecondsRoundedUp }
}
