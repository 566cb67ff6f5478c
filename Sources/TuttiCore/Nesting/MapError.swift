/// Why an agent that is asked for each item of a list has no result.
struct MapError: RetryAdvice, CustomStringConvertible {
    var description: String
    /// Another attempt would find the same list.
    var isRetryable: Bool { false }
    var retryAfter: Duration? { nil }

    static func noInput(_ source: String) -> MapError {
        MapError(description: "maps over '\(source)', which is no input of this agent")
    }

    static func missing(_ source: String, _ reason: MissingReason) -> MapError {
        MapError(description: "maps over '\(source)', whose output is missing: \(reason)")
    }

    static func malformed(_ source: String) -> MapError {
        MapError(description: "the output of '\(source)' begins as a JSON array and is none")
    }
}
