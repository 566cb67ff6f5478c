internal import ArgumentParser
internal import TuttiCore
internal import TuttiProcesses

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

@main
enum Main {
    static func main() async {
        Self.occupyStandardStreams()
        // Whoever started us may ignore it and hand that on: then the system tells nobody how a child ended.
        signal(SIGCHLD, SIG_DFL)
        let code = await Self.run(Array(CommandLine.arguments.dropFirst()))
        killAllChildProcesses(isEnding: true)
        // Not `exit`: abandoned agents may still run, and must not run into destructors.
        _exit(code)
    }

    /// Opens the null device where a standard stream is closed: a file of ours would get its number, and be written to.
    private static func occupyStandardStreams() {
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            guard (0...STDERR_FILENO).contains(descriptor) else {
                if descriptor >= 0 { close(descriptor) }
                return
            }
        }
    }

    /// Runs a command line and returns the exit code that the documentation promises.
    private static func run(_ arguments: [String]) async -> Int32 {
        let console = Console(environment: Host.current().variables)
        do {
            var command = try TuttiCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return Self.report(error, on: console)
        }
    }

    private static func report(_ error: any Error, on console: Console) -> Int32 {
        if let failure = error as? CommandFailure {
            if !failure.description.isEmpty {
                console.error.write(
                    raw: console.error.styled("tutti: ", .red) + failure.description.terminalSafe + "\n")
            }
            return failure.code.rawValue
        }
        if error is CancellationError { return CommandFailure.Code.interrupted.rawValue }
        let isHelp = TuttiCommand.exitCode(for: error) == .success
        let isUsage = TuttiCommand.exitCode(for: error) == .validationFailure
        if isHelp || isUsage {
            let text = TuttiCommand.fullMessage(for: error)
            if isHelp { console.output.write(raw: text + "\n") } else { console.error.writeLine(text) }
            return isHelp ? 0 : CommandFailure.Code.usage.rawValue
        }
        console.error.write(raw: console.error.styled("tutti: ", .red) + "\(error)".terminalSafe + "\n")
        return CommandFailure.Code.failed.rawValue
    }
}
