package import TuttiCore

/// Begins each request that carries a key once, however often it is sent, and ends its run when the last of those that
/// follow it has gone.
package final class RepeatedRequests: Sendable {
    private struct State: Sendable {
        var machine: RequestKeyMachine
        /// How many requests follow a run.
        var followers: [RunID: Int] = [:]
    }

    private let hub: RunHub
    private let state: Lock<State>

    package init(_ hub: RunHub, maximumCount: Int = 1_024) {
        self.hub = hub
        self.state = Lock(State(machine: RequestKeyMachine(maximumCount: maximumCount)))
    }

    /// Begins a run, or finds the one that an earlier request with the key has begun.
    ///
    /// - Throws: ``APIError`` 409 when the earlier one has not begun yet, 422 when it was another one; what `begin` throws.
    package func run(
        of key: RequestKey, _ contents: RequestFingerprint, begin: () async throws -> RunEntry
    ) async throws -> RunEntry {
        let claim = self.state.withLock { state in
            state.machine.claim(key, contents) { self.hub.entry($0) != nil }
        }
        switch claim {
        case .begin: break
        case .follow(let run):
            guard let entry = self.hub.entry(run) else { throw Self.busy }
            return entry
        case .busy: throw Self.busy
        case .different: throw Self.different
        }
        do {
            let entry = try await begin()
            self.state.withLock { $0.machine.began(key, entry.id) }
            return entry
        } catch {
            self.state.withLock { $0.machine.gaveUp(key) }
            throw error
        }
    }

    /// A request waits for the answer of a run.
    ///
    /// - Parameter hasKey: Whether it carries a key, so that others may wait for the run too.
    package func follow(_ run: RunID, hasKey: Bool) -> RunFollower {
        guard hasKey else { return RunFollower { hasGone in if hasGone { _ = self.hub.cancel(run) } } }
        self.state.withLock { $0.followers[run, default: 0] += 1 }
        return RunFollower { hasGone in
            let isLast = self.state.withLock { state in
                let rest = state.followers[run, default: 1] - 1
                state.followers[run] = rest > 0 ? rest : nil
                if rest <= 0, hasGone { state.machine.abandoned(run) }
                return rest <= 0
            }
            if isLast, hasGone { _ = self.hub.cancel(run) }
        }
    }

    private static let busy = APIError(
        409, "invalid_request_error", "idempotency_key_in_use", "a request with this key is about to begin",
        headers: ["retry-after": "1"])
    private static let different = APIError(
        422, "invalid_request_error", "idempotency_key_reused", "another request was sent with this key",
        parameter: "Idempotency-Key")
}
