/// Turns the events of one provider's stream into ours: a machine without clock, network or text of its own.
///
/// reading: an event → its pieces · an error in the stream → throws · the last event → `isComplete`
/// complete: nothing more is decoded
/// end of the body before `isComplete` → `whatIsMissing` says what a whole stream would still have had
package protocol ModelStreamDecoder: Sendable {
    /// Whether the last event of a whole stream has been seen.
    var isComplete: Bool { get }

    /// Why the model stopped, once it said so; it counts only when the stream is complete.
    var finishReason: FinishReason? { get }

    /// What a whole stream would have had before its end, for a person.
    var whatIsMissing: String { get }

    /// The pieces in one event; tokens are cumulative.
    mutating func decode(_ event: ServerSentEvent) throws(StreamFailure) -> [ModelStreamEvent]
}
