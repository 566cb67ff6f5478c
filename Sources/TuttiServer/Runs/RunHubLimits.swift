/// The bounds of what the server remembers.
package struct RunHubLimits: Hashable, Sendable {
    /// Which runs begin, and who waits for them.
    package var admission = RunAdmissionLimits()
    /// The most runs that are kept when they have ended.
    package var maximumEnded = 128
    /// The most events that are kept of a run.
    package var maximumEvents = 4_096
    /// About the most bytes of the events that are kept of a run.
    package var maximumEventBytes = 256 << 10
    /// The most events that a reader is given at once.
    package var maximumBatch = 64

    package init() {}
}
