/// What all agents that call one provider may spend together on second attempts: retries and hedges.
///
/// Make one for each provider and give it to every agent that calls it, in all runs (``AgentOptions/attemptBudget``).
/// A provider that is down is then called about as often as if nobody tried again, whatever each agent's own
/// ``RetryPolicy`` would allow.
public final class AttemptBudget: Sendable {
    /// How an attempt ended.
    package enum Outcome: Hashable, Sendable, CaseIterable {
        case success
        /// A failure that can pass by itself; only these spend.
        case transientFailure
        /// A permanent failure, or no outcome at all: cancelled, out of time with its run, the loser of a race.
        case other
    }

    private struct State: Sendable {
        var retries: RetryBudget
        var hedges: HedgingBudget
    }

    private let state: Lock<State>

    /// Creates a budget that is full.
    public init(_ configuration: Configuration = .init()) {
        self.state = Lock(State(retries: RetryBudget(configuration), hedges: HedgingBudget(configuration)))
    }

    /// An attempt has begun; `isRetry` of a second attempt of any kind, hedges included.
    ///
    /// Each must be told of its end, exactly once; an attempt that is abandoned has ended when it is.
    package func attemptBegan(isRetry: Bool) {
        self.state.withLock { state in
            state.retries.attemptBegan(isRetry: isRetry)
            if !isRetry { state.hedges.callBegan() }
        }
    }

    /// An attempt has ended; `wasRetry` is what was told of it when it began.
    package func attemptEnded(_ outcome: Outcome, wasRetry: Bool) {
        self.state.withLock { $0.retries.attemptEnded(outcome, wasRetry: wasRetry) }
    }

    /// Whether one more attempt may be a retry; ask after the failure was told, which may have spent the last token.
    package var mayRetry: Bool { self.state.withLock { $0.retries.mayRetry } }

    /// Whether a hedge may begin; when it may, it is paid for, and must begin.
    package func mayHedge() -> Bool {
        self.state.withLock { state in
            guard state.retries.mayRetry, state.hedges.mayHedge else { return false }
            state.retries.hedgeGranted()
            state.hedges.hedgeGranted()
            return true
        }
    }

    /// The retries and hedges, and all attempts, that are in flight.
    package var inFlight: (retries: Int, attempts: Int) {
        self.state.withLock { ($0.retries.retriesInFlight, $0.retries.attemptsInFlight) }
    }
}
