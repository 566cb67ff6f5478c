package import TuttiJSON

/// Writes an answer as one interface has it: whole, or as the events of a stream, which are asked for in this order: once
/// ``opening()``, any number of ``delta(_:)``, then once ``closing(_:)`` or ``failing(_:)``.
package protocol AnswerEncoder: Sendable {
    /// The whole answer.
    ///
    /// - Parameter outcome: Its end; it has an answer.
    func whole(_ outcome: ChatOutcome) -> JSONText
    /// What comes before the answer, as soon as its run has begun.
    mutating func opening() -> String
    /// A piece of the answer, which is not empty.
    mutating func delta(_ text: String) -> String
    /// The end of the answer.
    mutating func closing(_ outcome: ChatOutcome) -> String
    /// The end when there is no answer.
    mutating func failing(_ outcome: ChatOutcome) -> String
}
