import Foundation
import TuttiJSON
import TuttiProcesses

/// The program `tutti` as a person runs it: built beside the tests, with a home of its own that is removed afterwards.
final class CommandLineProgram: Sendable {
    struct Result: Sendable {
        var output: String
        var error: String
        var code: Int32

        /// The lines of the standard error, without what differs from run to run.
        var messages: [String] { self.error.masked.components(separatedBy: "\n").dropLast() }
        /// The messages that begin with `warning:`.
        var warnings: [String] { self.messages.filter { $0.hasPrefix("warning: ") } }

        func json() throws -> JSONValue { try JSONValue(parsing: self.output) }
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

    /// Where the program keeps its data.
    var data: String { self.home + "/data" }

    static var path: String {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent("tutti").path
    }

    /// Runs a command to its end.
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = "", folder: String? = nil
    ) async throws -> Result {
        try await self.shell(
            #""$@""#, [Self.path] + arguments, environment: environment, input: input, folder: folder)
    }

    /// Runs a line of shell, in which `$@` are the arguments, `$errors` is the file of what goes to its standard error,
    /// and `$TUTTI` is the program.
    ///
    /// A shell between us keeps the two streams apart and the exit code whatever it is.
    func shell(
        _ line: String, _ arguments: [String] = [], environment: [String: String] = [:], input: String = "",
        folder: String? = nil
    ) async throws -> Result {
        let errors = self.home + "/stderr-\(UUID().uuidString)"
        let script = "errors=$1; shift; { \(line)\n} 2>\"$errors\"; printf '\\nexit %d' $?"
        var variables = [
            "TUTTI": Self.path, "TUTTI_HOME": self.data, "TUTTI_MODEL": "extractive", "NO_COLOR": "1", "COLUMNS": "100",
        ]
        variables.merge(environment) { $1 }
        var invocation = CommandInvocation(
            program: "/bin/sh", arguments: ["-c", script, "sh", errors] + arguments,
            environment: ChildEnvironment(inheriting: ProcessInfo.processInfo.environment, adding: variables))
        invocation.input = Array(input.utf8)
        invocation.workingDirectory = folder ?? self.home
        let text = try await runCommand(invocation).text
        let parts = text.components(separatedBy: "\nexit ")
        return Result(
            output: parts.dropLast().joined(separator: "\nexit "),
            error: try String(contentsOfFile: errors, encoding: .utf8), code: Int32(parts.last ?? "") ?? -1)
    }

    /// Makes the data folder somebody's own, with notes and this configuration beside them.
    func configure(_ text: String) throws {
        try FileManager.default.createDirectory(atPath: self.data + "/notes", withIntermediateDirectories: true)
        try text.write(toFile: self.data + "/config.json", atomically: true, encoding: .utf8)
    }

    /// The permissions of a file, such as `0o600`.
    func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Writes a file into the home and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let path = self.home + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
