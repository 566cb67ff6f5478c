public import TuttiCore
public import TuttiMCP

extension MCPError: RetryAdvice {
    /// Whether the same call can succeed later: a server that died or was slow may be back, one that refuses will not.
    public var isRetryable: Bool {
        let passing: Set<Code> = [.exited, .initializeTimedOut, .requestTimedOut, .cancelled, .overloaded]
        return passing.contains(self.code)
    }

    /// Nothing: MCP servers do not say when they can be asked again.
    public var retryAfter: Duration? { nil }
}
