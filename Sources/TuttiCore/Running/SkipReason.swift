/// Why an agent was not asked.
public enum SkipReason: Hashable, Sendable {
    /// An agent that it needs, directly or through others, did not succeed.
    case ancestor(name: String, state: AgentState)
    /// So many agents have ended without a result that its quorum cannot be reached.
    case quorum(required: Int)
    /// Its own condition was not met; this does not make the run partial.
    case condition
    /// There was not enough time left to begin.
    case time
}

extension SkipReason: CustomStringConvertible {
    /// The reason for a person.
    public var description: String {
        switch self {
        case .ancestor(let name, let state): "needs '\(name)', which \(state.predicate)"
        case .quorum(let required): "fewer than the \(required) agents it needs can still succeed"
        case .condition: "its condition was not met"
        case .time: "not enough time left"
        }
    }
}

extension AgentState {
    /// The state as the predicate of a sentence.
    var predicate: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .timedOut: "timed out"
        case .cancelled: "was cancelled"
        case .skipped: "was skipped"
        }
    }
}
