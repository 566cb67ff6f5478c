/// Why a stream of events cannot be read on.
package struct ServerSentEventError: Error, Hashable, Sendable {
    /// The most bytes that one line, or the data of one event, may have.
    package var limit: Int

    package init(limit: Int) { self.limit = limit }
}
