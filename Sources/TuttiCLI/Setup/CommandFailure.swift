internal import TuttiCore

/// An error of a command, with the exit code that the documentation promises for it.
struct CommandFailure: Error, CustomStringConvertible {
    enum Code: Int32 {
        case failed = 1
        case usage = 2
        case partial = 3
        case nothing = 4
        case interrupted = 130
    }

    var code: Code
    /// What went wrong and what to do; empty when everything has been said already.
    var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension RunStatus {
    /// Ends the command with the exit code of the status.
    func throwUnlessComplete(hasOutput: Bool) throws(CommandFailure) {
        switch self {
        case .complete: return
        case .partial: throw CommandFailure(.partial, "")
        case .failed: throw CommandFailure(.failed, hasOutput ? "" : "no agent gave a result")
        case .nothing: throw CommandFailure(.nothing, "no answer by the deadline")
        }
    }
}
