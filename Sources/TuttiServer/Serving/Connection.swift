internal import Hummingbird
internal import NIOCore

/// The connection of a request, which is closed when its client takes too long.
struct Connection: InitializableFromSource, Sendable {
    /// The most time of a body, and of a piece of a response.
    private static let limit = TimeAmount.seconds(10)
    /// The time in which a client can read why it was refused before the connection ends under its unread body.
    private static let lingering = TimeAmount.seconds(2)

    let channel: any Channel
    /// What is known of the request.
    let note = RequestNote()

    init(source: ApplicationRequestContextSource) { self.channel = source.channel }

    /// Does something that waits for the client, and hangs up when that takes longer than 10 s.
    func withinLimit<Value>(_ body: () async throws -> Value) async throws -> Value {
        let hangUp = self.channel.eventLoop.scheduleTask(in: Self.limit) { self.channel.close(promise: nil) }
        defer { hangUp.cancel() }
        return try await body()
    }

    /// Hangs up in a moment: what follows on the connection is not read.
    func closeSoon() {
        self.channel.eventLoop.scheduleTask(in: Self.lingering) { self.channel.close(promise: nil) }
    }
}
