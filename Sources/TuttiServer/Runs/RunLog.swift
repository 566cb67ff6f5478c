package import TuttiCore

/// The events of one run, as far as they are kept: the newest, up to a number and a size.
package struct RunLog: Sendable {
    private var recent: RecentItems<RunEvent>
    /// Events that nobody has asked for yet, behind the others.
    private var unread: RunEvents?
    /// The number of the last event that is gone.
    private var goneThrough = 0

    package init(maximumCount: Int, maximumBytes: Int) {
        self.recent = RecentItems(maximumCount: maximumCount, maximumBytes: maximumBytes)
    }

    private var events: [RunEvent] { self.recent.items }

    /// Keeps events; the oldest go when there are too many.
    package mutating func append(_ events: [RunEvent]) {
        if let gone = self.recent.append(events) { self.goneThrough = gone.sequence }
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
