import Foundation
import TuttiProcesses

/// The program `tutti` as a person runs it: built beside the tests, with a home of its own that is removed afterwards.
final class CommandLineProgram: Sendable {
    struct Result: Sendable {
        var output: String
        var error: String
        var code: Int32
    }

    let home: String

    init() throws {
        self.home = NSTemporaryDirectory() + "tutti-cli-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: self.home, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed from the temporary folder is removed by the system.
        try? FileManager.default.removeItem(atPath: self.home)
    }

    static var path: String {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent("tutti").path
    }

    /// Runs a command to its end.
    ///
    /// A shell between us keeps the two streams apart and the exit code whatever it is.
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = "", folder: String? = nil
    ) async throws -> Result {
        let errors = self.home + "/stderr-\(UUID().uuidString)"
        let script = #"errors=$1; shift; "$@" 2>"$errors"; printf '\nexit %d' $?"#
        var variables = ["TUTTI_HOME": self.home + "/data", "TUTTI_MODEL": "extractive", "NO_COLOR": "1"]
        variables.merge(environment) { $1 }
        var invocation = CommandInvocation(
            program: "/bin/sh", arguments: ["-c", script, "sh", errors, Self.path] + arguments,
            environment: ChildEnvironment(inheriting: ProcessInfo.processInfo.environment, adding: variables))
        invocation.input = Array(input.utf8)
        invocation.workingDirectory = folder ?? self.home
        let text = try await runCommand(invocation).text
        let parts = text.components(separatedBy: "\nexit ")
        return Result(
            output: parts.dropLast().joined(separator: "\nexit "),
            error: try String(contentsOfFile: errors, encoding: .utf8), code: Int32(parts.last ?? "") ?? -1)
    }

    /// Writes a file into the home and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let path = self.home + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
