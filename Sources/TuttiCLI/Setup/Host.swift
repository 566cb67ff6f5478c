#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import TuttiAgents

/// What the program takes from the machine it runs on; nothing else here reads the environment or the wall clock.
struct Host: Sendable {
    let variables: [String: String]
    let homeFolder: String
    let executablePath: String

    static func current() -> Host {
        let variables = ProcessInfo.processInfo.environment
        return Host(
            variables: variables, homeFolder: variables["HOME"] ?? FileManager.default.currentDirectoryPath,
            executablePath: Self.findExecutable())
    }

    /// The wall clock.
    var now: Timestamp { Timestamp(secondsSince1970: Date().timeIntervalSince1970) }

    /// The calendar day where the person is.
    var today: CalendarDay { CalendarDay(containing: self.now, utcOffset: self.utcOffset) }

    /// Whose money is spent: the name of the account on this machine.
    var user: String { self.variable("USER") ?? self.variable("LOGNAME") ?? "" }

    /// Tells this process from all others, also from earlier ones with its number.
    var session: String {
        "\(Int(self.now.secondsSince1970 * 1_000))-\(ProcessInfo.processInfo.processIdentifier)"
    }

    /// The cores that work can be spread over.
    var processorCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// A variable; an empty one counts as unset.
    func variable(_ name: String) -> String? {
        let value = self.variables[name] ?? ""
        return value.isEmpty ? nil : value
    }

    /// The values of variables that hold secrets by their names.
    var secrets: [String] {
        let ends = ["_KEY", "_TOKEN", "_SECRET", "_PASSWORD"]
        return self.variables.filter { name, value in value.utf8.count >= 8 && ends.contains { name.hasSuffix($0) } }
            .map(\.value)
    }

    /// A path as a person writes it, made absolute: `~` is the home folder.
    func absolutePath(_ path: String) -> String {
        if path == "~" || path.hasPrefix("~/") { return self.homeFolder + path.dropFirst() }
        return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// Seconds east of UTC, where the person is.
    var utcOffset: Int {
        var now = time(nil)
        var local = tm()
        return localtime_r(&now, &local) == nil ? 0 : local.tm_gmtoff
    }

    private static func findExecutable() -> String {
        #if os(Linux)
        // The link always exists on Linux; without it the name the shell used is as good as it gets.
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return path }
        #endif
        return CommandLine.arguments.first ?? "tutti"
    }
}
