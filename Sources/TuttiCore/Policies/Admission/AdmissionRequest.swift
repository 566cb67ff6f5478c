/// The wish to call a provider.
package struct AdmissionRequest: Hashable, Sendable {
    /// The run that calls; runs are served in turn.
    package var run: RunID
    /// The tokens that the call will use at most, as far as one can guess; 0 where there are none.
    package var tokens = 0
    /// The instant at which the caller's time is over.
    package var deadline = Nanoseconds.never
    /// The time that the call needs to be of any use; one that has less left is refused.
    package var expectedDuration: Nanoseconds = 0

    package init(
        run: RunID, tokens: Int = 0, deadline: Nanoseconds = .never, expectedDuration: Nanoseconds = 0
    ) {
        self.run = run
        self.tokens = max(tokens, 0)
        self.deadline = deadline
        self.expectedDuration = max(expectedDuration, 0)
    }

    /// The last instant at which it is worth to begin.
    var latestStart: Nanoseconds {
        self.deadline == .never
            ? .never : self.deadline.subtractingReportingOverflow(self.expectedDuration).partialValue
    }
}
