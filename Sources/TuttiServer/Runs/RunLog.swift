package import TuttiCore

/// The events of one run, as far as they are kept: the newest, up to a number and a size.
package struct RunLog: Sendable {
    private var events: [RunEvent] = []
    /// Events that nobody has asked for yet, behind the others.
    private var unread: RunEvents?
    private var bytes = 0
    /// The number of the last event that is gone.
    private var goneThrough = 0
    private let maximumCount: Int
    private let maximumBytes: Int

    package init(maximumCount: Int, maximumBytes: Int) {
        self.maximumCount = max(maximumCount, 1)
        self.maximumBytes = max(maximumBytes, 0)
    }

    /// Keeps events; the oldest go when there are too many, a quarter at once, and the newest never.
    package mutating func append(_ events: [RunEvent]) {
        // Most short runs tell everything at once.
        if self.events.isEmpty { self.events = events } else { self.events += events }
        self.bytes += events.reduce(0) { $0 + $1.kind.approximateBytes }
        guard self.events.count > self.maximumCount || self.bytes > self.maximumBytes else { return }
        let count = self.maximumCount - self.maximumCount / 4
        let bytes = self.maximumBytes - self.maximumBytes / 4
        var gone = 0
        while gone < self.events.count - 1, self.events.count - gone > count || self.bytes > bytes {
            self.bytes -= self.events[gone].kind.approximateBytes
            self.goneThrough = self.events[gone].sequence
            gone += 1
        }
        self.events.removeFirst(gone)
    }

    /// Keeps the last events of a run, which are few, without looking at them: most runs are over before anybody asks.
    package mutating func append(unread events: RunEvents) { self.unread = events }

    /// The events behind one, at most `limit`; a gap comes first when some of them are gone.
    package mutating func events(after sequence: Int, limit: Int) -> [RunEvent] {
        if let unread {
            self.unread = nil
            self.append(unread.takeNow())
        }
        let start = self.firstIndex(after: sequence)
        var batch = Array(self.events[start...].prefix(max(limit, 1)))
        if sequence < self.goneThrough, let next = batch.first {
            let missed = RunEvent.Kind.gap(missed: self.goneThrough - sequence)
            batch.insert(RunEvent(run: next.run, sequence: self.goneThrough, time: next.time, kind: missed), at: 0)
        }
        return batch
    }

    /// Numbers grow from event to event.
    private func firstIndex(after sequence: Int) -> Int {
        var (low, high) = (0, self.events.count)
        while low < high {
            let middle = (low + high) / 2
            if self.events[middle].sequence > sequence { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension RunEvent.Kind {
    /// About how much memory the event takes: its texts count, everything else is small.
    var approximateBytes: Int {
        let text: Int =
            switch self {
            case .answerDelta(_, _, let text), .agentPartial(_, _, let text), .agentSucceeded(_, _, let text, _),
                .attemptFailed(_, _, let text, _), .agentFailed(_, _, let text), .agentTimedOut(_, _, let text, _),
                .warning(let text):
                text.utf8.count
            case .runStarted, .agentChosen, .agentStarted, .attemptStarted, .hedgeStarted, .attemptAbandoned,
                .agentCancelled, .agentSkipped, .lateResult, .usageRecorded, .limitWaited, .partEnded, .cacheAnswered,
                .runFinished, .gap:
                0
            }
        return 128 + text
    }
}
