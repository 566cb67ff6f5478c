/// A bounded queue between a run, which never waits, and one reader, which does.
final class EventBuffer: Sendable {
    private struct State {
        var events: [RunEvent] = []
        var head = 0
        var missed = 0
        var hasEnded = false
        var reader: CheckedContinuation<RunEvent?, Never>?

        mutating func append(_ event: RunEvent, capacity: Int) {
            if self.events.count - self.head == capacity {
                self.head += 1
                self.missed += 1
            }
            if self.head > capacity {
                self.events.removeFirst(self.head)
                self.head = 0
            }
            self.events.append(event)
        }

        /// The next event; the outer nil means that there is none yet.
        mutating func take() -> RunEvent?? {
            guard self.head < self.events.count else { return self.hasEnded ? .some(nil) : nil }
            let event = self.events[self.head]
            if self.missed > 0 {
                defer { self.missed = 0 }
                return RunEvent(
                    run: event.run, sequence: event.sequence - 1, time: event.time, kind: .gap(missed: self.missed))
            }
            self.head += 1
            if self.head == self.events.count {
                self.events.removeAll(keepingCapacity: true)
                self.head = 0
            }
            return event
        }
    }

    private let capacity: Int
    private let state = Lock(State())

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func append(_ event: RunEvent) {
        let (reader, next) = self.state.withLock { state in
            state.append(event, capacity: self.capacity)
            if case .runFinished = event.kind { state.hasEnded = true }
            guard let reader = state.reader, let next = state.take() else {
                return (CheckedContinuation<RunEvent?, Never>?.none, RunEvent?.none)
            }
            state.reader = nil
            return (reader, next)
        }
        reader?.resume(returning: next)
    }

    func next() async -> RunEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early: RunEvent?? = self.state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if let event = state.take() { return event }
                    // The events have one reader; a second one that waits at the same time gets none.
                    guard state.reader == nil else { return .some(nil) }
                    state.reader = continuation
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            let reader = self.state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
    }
}
