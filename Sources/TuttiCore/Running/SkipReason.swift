/// Why an agent was not asked.
public enum SkipReason: Hashable, Sendable {
    /// An agent that it needs, directly or through others, did not succeed.
    case ancestor(name: String, state: AgentState)
    /// So many agents have ended without a result that its quorum cannot be reached.
    case quorum(required: Int)
    /// Its own condition was not met; this does not make the run partial.
    case condition
    /// Nobody waits for it any more: the agent of this name, which did, has what it needs or is not asked itself. This does
    /// not make the run partial.
    case notNeeded(by: String)
    /// The agent of this name, which chooses among others, does not want it; this does not make the run partial.
    case notChosen(by: String)
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
        case .notNeeded(let name): "'\(name)' needs it no more"
        case .notChosen(let name): "'\(name)' did not choose it"
        case .time: "not enough time left"
        }
    }
}

extension SkipReason {
    /// Whether it is that somebody else was chosen, which a person need not be told of.
    package var isChoice: Bool {
        if case .notChosen = self { true } else { false }
    }

    /// Whether the run is complete without the agent.
    var isExcused: Bool {
        switch self {
        case .condition, .notNeeded, .notChosen: true
        case .ancestor, .quorum, .time: false
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
