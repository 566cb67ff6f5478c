extension Provider {
    /// How a provider and those who call it stand at one moment.
    package struct Snapshot: Hashable, Sendable {
        /// The name for a person.
        package var name: String
        /// The calls under way.
        package var inFlight: Int
        /// The calls that may be under way at the same moment, as they have gone so far.
        package var concurrency: Int
        /// The requests that wait.
        package var waiting: Int
        /// The most requests that may wait.
        package var maximumQueue: Int
        /// The requests a second that it is known to grant; nil while nothing is known.
        package var requestsPerSecond: Double?
        /// The time for which it wants nobody to call; zero when it does not.
        package var closedFor: Duration
        /// Whether it is left alone because too many of the latest calls have failed.
        package var isCircuitOpen: Bool
    }
}
