/// A model's answer as it comes, pulled by the reader: nothing is sent before the first `next()`, nothing is buffered
/// beyond one network read, and a reader that stops reading holds the provider back.
///
/// Each iterator makes its own call. Its errors are ``ModelError``s; after one, and after ``ModelStreamEvent/finished(_:)``,
/// `next()` returns nil. Cancelling the reading task, or dropping the iterator, ends the call at the provider.
public struct ModelStream: AsyncSequence, Sendable {
    /// Gives the next event, nil after the last one; called by one reader, one call at a time.
    public typealias Pull = () async throws -> ModelStreamEvent?

    private let start: @Sendable () -> Pull

    /// Creates a stream; `start` makes the state of one call and must not begin it before the first pull.
    public init(_ start: @escaping @Sendable () -> Pull) { self.start = start }

    /// Creates a stream of events that are already known, ended by an error if one is given.
    public init(_ events: [ModelStreamEvent], error: ModelError? = nil) {
        self.init {
            var remaining = events[...]
            var error = error
            return {
                if let event = remaining.popFirst() { return event }
                if let failure = error {
                    error = nil
                    throw failure
                }
                return nil
            }
        }
    }

    /// Begins a call of its own.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pull: self.start()) }

    /// Pulls the events of one call.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let pull: Pull

        init(pull: @escaping Pull) { self.pull = pull }

        /// The next event, nil after the last one.
        public mutating func next() async throws -> ModelStreamEvent? { try await self.pull() }

        /// The next event, nil after the last one.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> ModelStreamEvent? {
            try await self.pull()
        }
    }
}
