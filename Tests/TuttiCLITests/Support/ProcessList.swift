import Foundation
import TuttiProcesses

/// The processes of this machine.
enum ProcessList {
    /// Whether a process has this text among its arguments; asked again for a while, because killing takes a moment.
    static func stillHas(_ text: String) async throws -> Bool {
        let invocation = CommandInvocation(
            program: "ps", arguments: ["-axo", "args"],
            environment: ChildEnvironment(inheriting: ProcessInfo.processInfo.environment))
        for _ in 0..<500 where try await !runCommand(invocation).text.contains(text) { return false }
        return true
    }
}
