/// What a report says of the few agents that have something to say; most have nothing here.
struct RunNotes: Sendable {
    /// The most warnings that a report keeps.
    private static let maximumWarnings = 256

    /// Why agents gave no result; nothing of those whose own time was over, as ``RunLimits`` has the words for that.
    private(set) var errors: [Int: String] = [:]
    var skipReasons: [Int: SkipReason] = [:]
    var usages: [Int: Usage] = [:]
    var abandoned: [Int: Int] = [:]
    /// The inputs that an agent has started without, and why; some may have ended since.
    var missingInputs: [Int: [RunEvent.MissingInput]] = [:]
    private(set) var warnings: [String] = []

    @inline(__always)
    mutating func setError(_ error: String?, of node: Int) {
        if error != nil || !self.errors.isEmpty { self.errors[node] = error }
    }

    mutating func warn(_ message: String) { Self.append(message, to: &self.warnings) }

    /// Appends a warning, or that there are more than are kept.
    static func append(_ message: String, to warnings: inout [String]) {
        if warnings.count < Self.maximumWarnings { warnings.append(message) }
        if warnings.count == Self.maximumWarnings { warnings.append("further warnings were left out") }
    }
}
