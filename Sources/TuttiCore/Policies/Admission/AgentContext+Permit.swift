extension AgentContext {
    /// Waits for a permit of a provider as long as this attempt has time, and tells those who follow the run of it.
    ///
    /// - Parameter limit: The time for waiting, and for the call; nil leaves the attempt's.
    package func permit(of provider: Provider, tokens: Int = 0, within limit: Duration? = nil) async throws -> Permit {
        let time = [limit, self.remaining].compactMap(\.self).min()
        let permit = try await provider.permit(tokens: tokens, run: self.run, within: time)
        if permit.waited > .zero { self.note(.limitWaited(agent: self.agent, waited: permit.waited)) }
        return permit
    }

    /// Whether a call that timed out did so by the caller's own time, which says nothing of who was called: answers take
    /// as long as they are.
    package var isOutOfTime: Bool { self.remaining.map { $0 < .milliseconds(100) } ?? false }
}
