package import TuttiModels

/// One request and its response, as a reader pulls it: what has come, who waits for it, and when to stop.
///
/// waiting (for the head): headReceived → open · failed, stopped → ended
/// open: partReceived → to the reader, or kept while demand is withheld · endReceived, failed, stopped → ended
/// open: released → draining, which reads on and throws away, so that the connection can be used again
/// draining: endReceived, failed, stopped → ended · dropped → ignored
/// ended: what is kept is still given to the reader, then the end or the error, again and again; all else is ignored
///
/// At most one part is kept; the next is asked for when the reader has taken it.
package struct ExchangeStateMachine {
    package enum Action: Equatable {
        case giveHead
        case failHead(HTTPTransportError)
        case giveReader(Reading)
        case askForMore
        case closeConnection
        case startIdleTimer
        case stopIdleTimer
        case startLingerTimer
        case finish
    }

    package enum Reading: Equatable {
        case bytes([UInt8])
        case end
        case failure(HTTPTransportError)
    }

    private enum Phase: Equatable {
        case waiting
        case open
        case draining
        case ended(HTTPTransportError?)
    }

    private var phase = Phase.waiting
    private var kept: [UInt8]?
    private var readerWaits = false

    package init() {}

    /// Whether the request may still be sent: it may have been cancelled before.
    package var mayBegin: Bool { self.phase == .waiting }

    package mutating func began() -> [Action] {
        switch self.phase {
        case .waiting: [.startIdleTimer]
        case .ended(let error): [.failHead(error ?? Self.impossibleEnd), .finish]
        case .open, .draining: []
        }
    }

    package mutating func headReceived() -> [Action] {
        guard self.phase == .waiting else { return [] }
        self.phase = .open
        return [.stopIdleTimer, .giveHead]
    }

    package mutating func partReceived(_ bytes: [UInt8]) -> [Action] {
        switch self.phase {
        case .open where bytes.isEmpty: return [.askForMore]
        case .open where self.readerWaits:
            self.readerWaits = false
            return [.stopIdleTimer, .giveReader(.bytes(bytes)), .askForMore]
        case .open:
            self.kept = bytes
            return []
        case .waiting, .draining, .ended: return [.askForMore]
        }
    }

    package mutating func pulled() -> [Action] {
        if let bytes = self.kept {
            self.kept = nil
            return [.giveReader(.bytes(bytes)), .askForMore]
        }
        switch self.phase {
        case .ended(let error?): return [.giveReader(.failure(error))]
        case .ended(nil), .draining: return [.giveReader(.end)]
        case .waiting, .open:
            self.readerWaits = true
            return [.startIdleTimer]
        }
    }

    package mutating func endReceived() -> [Action] { self.end(nil) }

    package mutating func failed(_ error: HTTPTransportError) -> [Action] { self.end(error) }

    /// The reader is gone; one that had released the body before has left it in good order.
    package mutating func dropped(_ error: HTTPTransportError) -> [Action] {
        self.phase == .draining ? [] : self.stopped(error)
    }

    /// Cancelled or out of time: what is kept is thrown away.
    package mutating func stopped(_ error: HTTPTransportError) -> [Action] {
        guard !self.hasEnded else {
            self.kept = nil
            return []
        }
        self.kept = nil
        return [.closeConnection, .askForMore] + self.end(error)
    }

    /// The reader needs no more.
    package mutating func released() -> [Action] {
        self.kept = nil
        guard self.phase == .open else { return [] }
        self.phase = .draining
        return [.stopIdleTimer, .startLingerTimer, .askForMore]
    }

    /// Traps when something is kept for a reader who waits, or a reader waits for what can no longer come.
    package func checkInvariants() {
        precondition(self.kept == nil || !self.readerWaits, "bytes are kept from a reader who waits: \(self)")
        precondition(!self.readerWaits || !self.hasEnded, "a reader waits after the end: \(self)")
        precondition(self.kept?.isEmpty != true, "nothing was kept as something: \(self)")
    }

    private var hasEnded: Bool {
        if case .ended = self.phase { true } else { false }
    }

    private mutating func end(_ error: HTTPTransportError?) -> [Action] {
        guard !self.hasEnded else { return [] }
        let wasWaiting = self.phase == .waiting
        self.phase = .ended(error)
        if wasWaiting { return [.stopIdleTimer, .failHead(error ?? Self.impossibleEnd), .finish] }
        guard self.readerWaits else { return [.stopIdleTimer, .finish] }
        self.readerWaits = false
        return [.stopIdleTimer, .giveReader(error.map(Reading.failure) ?? .end), .finish]
    }

    private static let impossibleEnd = HTTPTransportError(.malformed, "The response ended before it began.")
}
