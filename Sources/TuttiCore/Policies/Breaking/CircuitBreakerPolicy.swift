/// When a provider that fails is left alone, and for how long.
///
/// Defaults that can act within a run of twenty calls: a breaker that wants a hundred of them first never opens there.
/// A value out of its range counts as the nearest one in it.
public struct CircuitBreakerPolicy: Hashable, Sendable {
    /// The latest calls that count; 1 or more.
    public var window = 20
    /// The calls that must have ended before the breaker opens; from 1 to ``window``.
    public var minimumCalls = 5
    /// The share of failed calls, from 0 to 1, at which the breaker opens.
    public var failureShare = 0.5
    /// How long the breaker is open at first; it doubles each time that a probe fails.
    public var openTime: Duration = .seconds(10)
    /// The bound of ``openTime``.
    public var maximumOpenTime: Duration = .seconds(60)
    /// How much longer the breaker may be open by chance, as a share of its time from 0 to 1.
    ///
    /// Many processes that saw the same outage do not come back at the same moment.
    public var jitter = 0.1
    /// The calls that try whether the provider has recovered, and that must all succeed; 1 or more.
    public var probes = 2
    /// The time after which a probe that has not ended counts as failed.
    ///
    /// Without it, a probe whose end is never told would keep the provider out for ever.
    public var probeTimeout: Duration = .seconds(60)

    /// Creates the default policy.
    public init() {}

    /// With every value in its range.
    var clamped: CircuitBreakerPolicy {
        var policy = self
        policy.window = max(1, self.window)
        policy.minimumCalls = min(max(1, self.minimumCalls), policy.window)
        policy.failureShare = min(max(0, self.failureShare), 1)
        policy.openTime = max(.milliseconds(1), self.openTime)
        policy.maximumOpenTime = max(policy.openTime, self.maximumOpenTime)
        policy.jitter = min(max(0, self.jitter), 1)
        policy.probes = max(1, self.probes)
        policy.probeTimeout = max(.milliseconds(1), self.probeTimeout)
        return policy
    }
}
