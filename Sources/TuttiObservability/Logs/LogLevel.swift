/// How much a line of the log matters.
package enum LogLevel: String, Comparable, CaseIterable, Sendable {
    /// What only somebody who looks for an error wants to see.
    case debug
    case info
    /// Something was refused or is missing.
    case warning
    /// The server failed.
    case error

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
