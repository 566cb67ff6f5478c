/// A place for a run, which is given back when the run has ended.
package struct RunPlace: Hashable, Sendable {
    package let ticket: RunAdmissionMachine.Ticket
    /// The time that is left to the run; nil when it has no deadline.
    package let timeLeft: Duration?
}
