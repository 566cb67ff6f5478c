internal import NIOCore

/// Who asks for a run, as far as the server has to know.
package struct RunClient: Sendable {
    package let id: ClientID
    private let presence: (watch: ClientWatch, channel: any Channel)?

    /// Somebody who does not go.
    package static let unknown = RunClient(.unknown)

    /// Somebody who does not go.
    package init(_ id: ClientID) {
        self.id = id
        self.presence = nil
    }

    /// The client of a connection.
    init(_ channel: any Channel, _ watch: ClientWatch) {
        self.id = ClientID(channel.remoteAddress)
        self.presence = (watch, channel)
    }

    /// Does something for the client; `onGone` is called when it goes meanwhile, at once when it has gone.
    func whileThere<Value>(onGone: @escaping @Sendable () -> Void, _ body: () async throws -> Value) async rethrows
        -> Value
    {
        guard let presence else { return try await body() }
        return try await presence.watch.watch(presence.channel, onGone: onGone, body)
    }
}
