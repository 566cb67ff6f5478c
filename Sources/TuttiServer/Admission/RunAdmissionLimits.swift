/// The bounds of the runs that are let in.
package struct RunAdmissionLimits: Hashable, Sendable {
    /// The most runs at the same time, 1 or more.
    package var maximumRunning = 64
    /// The most runs of one client at the same time; nil lets it have all places.
    package var maximumRunningPerClient: Int?
    /// The most requests that wait for a place.
    package var maximumWaiting = 256
    /// The most requests of one client that wait; nil lets it have the whole queue while nobody else needs it.
    package var maximumWaitingPerClient: Int?
    /// The longest wait of a request without a deadline.
    package var maximumWait = Duration.seconds(30)
    /// The longest time after which somebody is asked to come again: clients of OpenAI's interface take no longer one.
    package var maximumRetryAfter = Duration.seconds(60)

    package init() {}
}
