/// How long a result answers for an agent, and how much longer when the agent fails.
public struct CachePolicy: Hashable, Sendable {
    /// The age up to which a result answers in place of a call; zero only lets equal calls of the same time be one.
    public var timeToLive: Duration = .seconds(300)

    /// How much older a result may be when it answers for a call that has failed; zero never lets it.
    ///
    /// Never answers for an attempt that was cancelled or is out of time.
    public var staleIfError: Duration = .seconds(3_600)

    /// Creates the default policy: five minutes, and an hour more when the agent fails.
    public init() {}

    /// Creates a policy.
    public init(timeToLive: Duration, staleIfError: Duration = .seconds(3_600)) {
        self.timeToLive = timeToLive
        self.staleIfError = staleIfError
    }

    /// Whether a result of this age answers in place of a call.
    func isFresh(_ age: Nanoseconds) -> Bool { age < self.timeToLive.nanoseconds }

    /// Whether a result of this age answers for a call that has failed.
    func isUsable(_ age: Nanoseconds) -> Bool {
        age < max(self.timeToLive.nanoseconds, 0).advanced(byAtMost: max(self.staleIfError.nanoseconds, 0))
    }

    /// Whether a result can ever answer later.
    var keepsResults: Bool { self.isUsable(0) }
}
