extension AgentContext {
    /// Waits for a permit of a provider as long as this attempt has time, and tells those who follow the run of it.
    package func permit(of provider: Provider, tokens: Int = 0) async throws -> Permit {
        let permit = try await provider.permit(tokens: tokens, run: self.run, within: self.remaining)
        if permit.waited > .zero { self.note(.limitWaited(agent: self.agent, waited: permit.waited)) }
        return permit
    }
}
