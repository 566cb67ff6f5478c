internal import NIOCore
internal import TuttiCore

/// Which connections still have a client; who works for one is told when it goes.
///
/// A connection works for one request at a time, so one who is told is enough.
final class ClientWatch: Sendable {
    private struct Client: Sendable {
        var isGone = false
        var onGone: (@Sendable () -> Void)?
    }

    private let clients = Lock<[ObjectIdentifier: Client]>([:])

    // MARK: Connections

    func opened(_ channel: any Channel) {
        self.clients.withLock { $0[ObjectIdentifier(channel)] = Client() }
    }

    /// The client sends nothing any more: it has closed its side, or the connection is gone.
    func gone(_ channel: any Channel) {
        let onGone = self.clients.withLock { clients in
            clients[ObjectIdentifier(channel)]?.isGone = true
            return clients[ObjectIdentifier(channel)]?.onGone
        }
        onGone?()
    }

    /// The connection is forgotten.
    func closed(_ channel: any Channel) { self.clients.withLock { $0[ObjectIdentifier(channel)] = nil } }

    // MARK: Requests

    /// Does something for the client of a connection; `onGone` is called when it goes meanwhile, at once when it has gone.
    func watch<Value>(
        _ channel: any Channel, onGone: @escaping @Sendable () -> Void, _ body: () async throws -> Value
    ) async rethrows -> Value {
        let isGone = self.clients.withLock { clients in
            clients[ObjectIdentifier(channel)]?.onGone = onGone
            return clients[ObjectIdentifier(channel)]?.isGone ?? true
        }
        if isGone { onGone() }
        defer { self.clients.withLock { $0[ObjectIdentifier(channel)]?.onGone = nil } }
        return try await body()
    }

    /// Does something for the client of a connection in a task of its own, and cancels it when the client goes. What it has
    /// written is ahead of what its caller writes next.
    ///
    /// - Throws: What `body` throws.
    func cancelWhenGone(_ channel: any Channel, _ body: @escaping @Sendable () async throws -> Void) async throws {
        // Cancelled when the client goes, and with the task that waits for it.
        let work = Task { try await body() }
        try await self.watch(channel, onGone: { work.cancel() }) {
            try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
        }
        // A write from elsewhere is a job of the event loop, and the caller may be there already, ahead of it.
        try await channel.eventLoop.submit {}.get()
    }
}
