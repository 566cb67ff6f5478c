internal import TuttiCore

/// The instants at which clients are to come again that were refused.
struct ClientPromises: Sendable {
    /// More clients are not remembered: theirs come when they come.
    private static let maximum = 64

    private var ofClients: [ClientID: Promises] = [:]

    /// How many of a client are still to come at this instant.
    mutating func count(of client: ClientID, at now: Nanoseconds) -> Int {
        guard var promises = self.ofClients.removeValue(forKey: client) else { return 0 }
        let count = promises.count(at: now)
        if count > 0 { self.ofClients[client] = promises }
        return count
    }

    mutating func add(_ instant: Nanoseconds, to client: ClientID, at now: Nanoseconds) {
        if self.ofClients[client] == nil, self.ofClients.count >= Self.maximum {
            for other in Array(self.ofClients.keys) { _ = self.count(of: other, at: now) }
            guard self.ofClients.count < Self.maximum else { return }
        }
        self.ofClients[client, default: Promises()].add(instant)
    }
}
