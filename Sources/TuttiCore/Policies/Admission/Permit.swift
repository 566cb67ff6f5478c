/// The right to make one call of a ``Provider``.
///
/// It ends once: when it is told how the call ended, else when nobody holds it any more.
package final class Permit: Sendable {
    private struct State {
        var hasEnded = false
        var usedTokens: Int?
    }

    /// How long the call waited for it.
    package let waited: Duration
    private let began: Duration
    private let id: AdmissionController.ID
    private let provider: Provider
    private let state = Lock(State())

    init(_ id: AdmissionController.ID, of provider: Provider, waited: Duration) {
        self.id = id
        self.provider = provider
        self.began = provider.time.now
        self.waited = waited
    }

    deinit { self.end(.cancelled) }

    /// The time since the call was admitted.
    package var age: Duration { self.provider.time.now - self.began }

    /// The tokens that the call has used so far; a later number replaces an earlier one.
    package func use(tokens: Int) { self.state.withLock { $0.usedTokens = tokens } }

    /// The call has ended; does nothing when its end was told before.
    package func end(_ outcome: CallOutcome) {
        let end = self.state.withLock { state -> State? in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return state
        }
        guard let end else { return }
        self.provider.ended(self.id, outcome, usedTokens: outcome.usualTokens ?? end.usedTokens)
    }

    /// Makes the call, and tells its end; a cancelled call has ended at once, for nobody waits for it.
    package func use<Value>(
        _ call: () async throws -> Value, outcome: (any Error) -> CallOutcome
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            do {
                let value = try await call()
                self.end(.succeeded)
                return value
            } catch {
                self.end(outcome(error))
                throw error
            }
        } onCancel: {
            self.end(.cancelled)
        }
    }
}
