/// How a process ended.
public enum ProcessExit: Hashable, Sendable, CustomStringConvertible {
    /// It ended by itself, with this status; 0 means success.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)

    /// Whether it ended by itself with status 0.
    public var isSuccess: Bool { self == .exited(0) }

    /// The end as the second half of a sentence.
    public var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        }
    }
}
