/// One event of a `text/event-stream`.
package struct ServerSentEvent: Hashable, Sendable {
    /// The name of the event, `message` when the stream gives none.
    package var name: String
    /// The lines of its data, joined by line feeds.
    package var data: String

    package init(name: String = "message", data: String) {
        self.name = name
        self.data = data
    }
}
