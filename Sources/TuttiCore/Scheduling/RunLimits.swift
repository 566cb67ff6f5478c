/// The bounds of one run, as the machine needs them.
package struct RunLimits: Hashable, Sendable {
    package var maximumParallel: Int?
    package var startSpacing: Duration = .zero
    package var timeout: Duration?
    /// The time kept free for the final agents; nil takes what they are expected to need.
    package var reserve: Duration?
    package var usesFallbacks = true
    package var failsFast = false
    /// Whether an agent is skipped when nobody waits for it any more.
    package var skipsUnneeded = false
    /// How long an attempt that was told to stop may take before it counts as abandoned.
    package var stoppingGrace: Duration = .milliseconds(10)
    /// The same where the run itself has come to its deadline or was cancelled.
    package var deadlineGrace: Duration = .milliseconds(1)

    package init() {}

    /// What is said of an agent whose own time is over: its timeout, or what the deadline of the run leaves for it.
    ///
    /// - Parameter planned: The timeout of the agent; ``Nanoseconds/never`` takes that of the executor.
    func timeoutText(_ planned: Nanoseconds, isDeadlineShared: Bool) -> String {
        if isDeadlineShared { return "no result by the latest instant that leaves time for what must follow" }
        let timeout = planned == .never ? self.timeout ?? .zero : planned.duration
        return "no result in \(timeout.shortText)"
    }
}
