/// What a command puts on the standard output.
enum OutputMode: Equatable {
    /// The answer; progress, timeline and warnings go to the standard error.
    case text
    /// The answer alone.
    case quiet
    /// One JSON document.
    case json
    /// One JSON object a line, as the events come.
    case events
    /// One JSON object a line, for each chunk of the answer that a voice can speak.
    case speech
}
