package import TuttiCore

/// Whether the client of one connection takes too long.
///
/// A plain struct: it takes facts with their instants, and says at any instant what is to become of the connection.
///
/// waiting: bytes → receiving · a whole request → answering
/// receiving: a whole request → answering
/// answering: the response is written → waiting, or receiving when bytes of the next request are there
/// waiting, receiving: longer than the patience → close
/// stalled, beside any of them: no 32 KiB read within the patience → abort
package struct ConnectionTimes: Sendable {
    /// What is to become of the connection.
    package enum Verdict: Hashable, Sendable {
        /// It stays; to be asked again at this instant.
        case stays(until: Nanoseconds)
        /// It ends.
        case close
        /// It ends, and what was not read yet is thrown away.
        case abort
    }

    /// Less is no progress: it is what the system's buffers take and give by themselves.
    private static let progress = 32 << 10

    private let patience: Nanoseconds
    /// From when the client is waited for, unless a request is being answered.
    private var since: Nanoseconds
    private var isReceiving = false
    /// The whole requests that are not answered; less than none while the rest of one comes that has been refused already.
    private var unanswered = 0
    private var stall: (since: Nanoseconds, unsent: Int)?

    package init(_ patience: Duration, at now: Nanoseconds) {
        self.patience = max(patience.nanoseconds, 1)
        self.since = now
    }

    // MARK: Facts

    /// Some bytes came.
    package mutating func received(at now: Nanoseconds) {
        guard self.unanswered <= 0, !self.isReceiving else { return }
        self.isReceiving = true
        self.since = now
    }

    /// The last byte of a request came.
    package mutating func requestEnded(at now: Nanoseconds) {
        self.unanswered += 1
        self.isReceiving = false
        // One that has been refused before it was there is waited for no longer.
        if self.unanswered == 0 { self.since = now }
    }

    /// The last byte of a response was handed to the system.
    package mutating func responseEnded(at now: Nanoseconds) {
        self.unanswered -= 1
        if self.unanswered == 0 { self.since = now }
    }

    /// The system takes no more of a response, of which so many bytes are left.
    package mutating func stalled(unsent: Int, at now: Nanoseconds) { self.stall = (now, unsent) }

    /// The system takes more of a response.
    package mutating func resumed(at now: Nanoseconds) {
        self.stall = nil
        if self.unanswered <= 0 { self.since = now }
    }

    // MARK: Verdict

    /// What is to become of the connection, of whose response so many bytes are left.
    package mutating func verdict(unsent: Int, at now: Nanoseconds) -> Verdict {
        if let stall {
            guard now >= stall.since + self.patience else { return .stays(until: stall.since + self.patience) }
            guard unsent <= stall.unsent - Self.progress else { return .abort }
            self.stall = (now, unsent)
            return .stays(until: now + self.patience)
        }
        guard self.unanswered <= 0 else { return .stays(until: now + self.patience) }
        guard now >= self.since + self.patience else { return .stays(until: self.since + self.patience) }
        return unsent > 0 ? .abort : .close
    }
}
