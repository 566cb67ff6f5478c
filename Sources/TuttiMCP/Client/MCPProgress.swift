/// How far a running tool says it has come.
public struct MCPProgress: Hashable, Sendable {
    /// What is done; it grows with each report.
    public var progress: Double
    /// What there is to do, in the same unit; nil when the tool does not know.
    public var total: Double?
    /// What the tool is doing: untrusted text.
    public var message: String?

    /// Creates a report.
    public init(progress: Double, total: Double? = nil, message: String? = nil) {
        self.progress = progress
        self.total = total
        self.message = message
    }
}
