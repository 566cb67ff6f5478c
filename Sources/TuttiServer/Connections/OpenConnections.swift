internal import NIOCore
internal import TuttiCore

/// The connections of the server.
final class OpenConnections: Sendable {
    private struct State {
        var table: ConnectionTable<ObjectIdentifier>
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    private let state: Lock<State>

    init(_ limits: ConnectionLimits) { self.state = Lock(State(table: ConnectionTable(maximum: limits.maximum))) }

    var count: Int { self.state.withLock { $0.table.count } }

    /// A connection was opened; closes another when there are almost too many.
    func opened(_ channel: any Channel) {
        let superfluous = self.state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            return state.table.opened(ObjectIdentifier(channel)).flatMap { state.channels[$0] }
        }
        superfluous?.close(promise: nil)
    }

    func requested(_ channel: any Channel) { self.state.withLock { $0.table.requested(ObjectIdentifier(channel)) } }

    func answered(_ channel: any Channel) { self.state.withLock { $0.table.answered(ObjectIdentifier(channel)) } }

    func closed(_ channel: any Channel) {
        self.state.withLock { state in
            state.table.closed(ObjectIdentifier(channel))
            state.channels[ObjectIdentifier(channel)] = nil
        }
    }
}
