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

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator { Iterator(buffer: self.buffer) }

    /// Gives one event after another; nil after ``RunEvent/Kind/runFinished(status:)`` and when the task is cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        let buffer: EventBuffer

        /// The next event; waits for it.
        public mutating func next() async -> RunEvent? { await self.buffer.next() }

        /// The next event; waits for it.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> RunEvent? {
            await self.buffer.next()
        }
    }
}
