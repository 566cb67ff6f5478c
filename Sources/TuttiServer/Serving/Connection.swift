internal import Hummingbird
internal import NIOCore

/// The connection of a request.
struct Connection: InitializableFromSource, Sendable {
    /// The time in which a client can read why it was refused before the connection ends under its unread body.
    private static let lingering = TimeAmount.seconds(2)

    let channel: any Channel
    /// What is known of the request.
    let note = RequestNote()

    init(source: ApplicationRequestContextSource) { self.channel = source.channel }

    /// Hangs up in a moment: what follows on the connection is not read.
    func closeSoon() {
        self.channel.eventLoop.scheduleTask(in: Self.lingering) { self.channel.close(promise: nil) }
    }
}
