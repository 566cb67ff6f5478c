package import TuttiCore

/// What one attempt of an agent came to when it was really run.
package struct Measurement: Hashable, Sendable {
    /// How an attempt ended.
    package enum Ending: Hashable, Sendable {
        case succeeded
        case failed
        /// It was cut: how long it would have taken is not known.
        case timedOut
    }

    /// How long it took; of one that was cut, how long it was let.
    package var duration: Duration
    package var ending: Ending
    package var usage: Usage

    package init(_ duration: Duration, _ ending: Ending = .succeeded, usage: Usage = Usage()) {
        self.duration = duration
        self.ending = ending
        self.usage = usage
    }
}
