internal import TuttiCore

/// How the time of agents is bounded.
package enum TimeoutPolicy: Hashable, Sendable {
    /// The same timeout for every agent, nil for none; nothing is known about them.
    case fixed(Duration?)
    /// What follows from earlier runs: learned timeouts, budgets from the slack, a reserve for the answer.
    case learned

    /// The timeouts that are compared.
    package static let sweep: [TimeoutPolicy] =
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.25, 2.5, 3, 3.5, 4, 5]
        .map { .fixed(.milliseconds(Int($0 * 1_000))) } + [.fixed(nil)]

    /// The policy in words.
    package var name: String {
        switch self {
        case .fixed(nil): "none"
        case .fixed(let timeout?): timeout.shortText
        case .learned: "learned"
        }
    }

    func apply(to options: inout AgentOptions) {
        switch self {
        case .fixed(let timeout): options.timeout = timeout
        case .learned: options.learnedTimeout = LearnedTimeout()
        }
    }
}
