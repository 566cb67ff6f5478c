/// How a question is answered: what stands in a row, and what keeps the time.
package enum AnsweringWay: String, CaseIterable, Sendable {
    /// The strategy, then one agent after another, then the answer; nothing is cut.
    case sequential
    /// The strategy, then all agents at the same time, then the answer; nothing is cut.
    case phased
    /// The same by the deadline: what is late is left out.
    case phasedByDeadline
    /// Agents start while the strategy is still being written.
    case overlapped
    /// Agents that are likely to be chosen start with the question.
    case speculative

    /// The way in words.
    package var words: String {
        switch self {
        case .sequential: "one after another"
        case .phased: "in phases"
        case .phasedByDeadline: "in phases, by the deadline"
        case .overlapped: "overlapped"
        case .speculative: "overlapped, with speculation"
        }
    }

    /// Whether nothing but the agents themselves ends the run.
    var isPatient: Bool { self == .sequential || self == .phased }
    /// Whether agents start while the strategy is written.
    var overlaps: Bool { self == .overlapped || self == .speculative }
}
