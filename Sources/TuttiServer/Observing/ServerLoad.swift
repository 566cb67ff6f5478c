/// How busy a server is at one moment.
package struct ServerLoad: Hashable, Sendable {
    /// The runs that have a place, and the most that may have one.
    package var running: Int
    package var maximumRunning: Int
    /// The requests that wait for a place, and the most that may wait.
    package var waiting: Int
    package var maximumWaiting: Int
    /// The connections that are open, and the most that may be.
    package var connections: Int
    package var maximumConnections: Int
}
