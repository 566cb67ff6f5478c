#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What was built, for whoever is to see the same failure again.
enum Commit {
    /// `TUTTI_COMMIT` of the environment, else what git says of the present folder, else "unknown".
    static var current: String {
        if let given = getenv("TUTTI_COMMIT") { return String(cString: given) }
        guard let pipe = popen("git rev-parse --short HEAD 2>/dev/null", "r") else { return "unknown" }
        defer { pclose(pipe) }
        var text = ""
        while text.utf8.count < 64, case let character = fgetc(pipe), character > 32 {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: character)))
        }
        return text.isEmpty ? "unknown" : text
    }
}
