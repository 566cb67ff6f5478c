package import TuttiCore
package import TuttiJSON
package import TuttiMCP

extension ToolConnection {
    /// Calls a tool within the limits of its server, for an agent, which is told of its wait.
    ///
    /// - Parameters:
    ///   - idempotencyKey: Names the effect of the call; a further attempt has the same.
    ///   - limit: The time for waiting and calling together.
    /// - Throws: `AdmissionRefusal` when the server bears no further call in time; `MCPError`; `CancellationError`.
    package func call(
        _ tool: String, arguments: JSONObject, idempotencyKey: String, within limit: Duration,
        for context: AgentContext
    ) async throws -> MCPToolResult {
        let permit = try await context.permit(of: self.provider, within: limit)
        return try await permit.use {
            try await self.client.callTool(
                tool, arguments: arguments, idempotencyKey: idempotencyKey, timeout: max(limit - permit.waited, .zero))
        } outcome: {
            Self.outcome(of: $0, in: context)
        }
    }

    private static func outcome(of error: any Error, in context: AgentContext) -> CallOutcome {
        guard let error = error as? MCPError else { return .usual(of: error) }
        switch error.code {
        case .requestTimedOut: return context.isOutOfTime ? .cancelled : .timedOut
        case .exited, .lineTooLong, .protocolViolation: return .failed
        case .overloaded: return .overloaded(retryAfter: nil)
        case .cancelled, .closed: return .cancelled
        default: return .rejected
        }
    }
}
