/// The events of one run, for one reader; to a second one that reads at the same time they end at once.
///
/// A slow reader never slows the run: beyond the bound the oldest unread events are dropped, and the reader is told how
/// many by a ``RunEvent/Kind/gap(missed:)``.
public struct RunEvents: AsyncSequence, Sendable {
    /// An event.
    public typealias Element = RunEvent
    /// Reading does not fail.
    public typealias Failure = Never

    let buffer: EventBuffer
    let source: EventSource

    /// Whether the unread events are no more than `count` and tell only that the run or an agent has begun or ended, which
    /// the report tells as well.
    package func arePlain(upTo count: Int) -> Bool { self.buffer.isPlain(upTo: count) }

    /// All events that have come by now and were not read; does not wait.
    package func takeNow() -> [RunEvent] {
        guard let batch = self.buffer.takeNow() else { return [] }
        return batch.records.enumerated().map { self.source.event($0.element, batch.sequence + $0.offset) }
    }

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Gives one event after another; nil after ``RunEvent/Kind/runFinished(status:)`` and when the task is cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        private let buffer: EventBuffer
        private let source: EventSource
        private var batch = EventBuffer.Batch(records: [], sequence: 1, missed: 0)
        /// The record of the batch that is read next.
        private var position = 0

        init(_ events: RunEvents) {
            self.buffer = events.buffer
            self.source = events.source
        }

        /// The next event; waits for it.
        public mutating func next() async -> RunEvent? { await self.next(isolation: #isolation) }

        /// The next event; waits for it.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> RunEvent? {
            while true {
                if let event = self.nextOfBatch() { return event }
                guard let batch = await self.buffer.next() else { return nil }
                self.batch = batch
                self.position = 0
            }
        }

        /// All events that have come by now, at least one; nil after the last. Waits for them.
        package mutating func nextBatch() async -> [RunEvent]? {
            guard let first = await self.next() else { return nil }
            var events = [first]
            events.reserveCapacity(self.batch.records.count - self.position + 1)
            while let event = self.nextOfBatch() { events.append(event) }
            return events
        }

        private mutating func nextOfBatch() -> RunEvent? {
            guard self.position < self.batch.records.count else { return nil }
            let sequence = self.batch.sequence + self.position
            if self.batch.missed > 0 { return self.gap(before: sequence) }
            self.position += 1
            return self.source.event(self.batch.records[self.position - 1], sequence)
        }

        private mutating func gap(before sequence: Int) -> RunEvent {
            defer { self.batch.missed = 0 }
            return RunEvent(
                run: self.source.run, sequence: sequence - 1, time: self.batch.records[self.position].time.duration,
                kind: .gap(missed: self.batch.missed))
        }
    }
}
