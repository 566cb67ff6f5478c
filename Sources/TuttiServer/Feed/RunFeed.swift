package import TuttiCore

/// The stream of what all runs do, for pages that show them.
///
/// It costs a look at a lock while nobody reads. Readers never slow a run: who falls behind is told how much is gone.
package final class RunFeed: Sendable {
    /// What a reader is told.
    package enum Message: Sendable {
        /// The first: what follows comes behind this position; `isResumed` when that is where the reader had stopped.
        case ready(FeedPosition, isResumed: Bool)
        /// So many items before this position are gone, or more.
        case gap(FeedPosition, missed: Int)
        case item(FeedPosition, FeedItem)
        /// There is nothing to tell.
        case heartbeat
    }

    private struct State: Sendable {
        var machine: FeedMachine
        var nextReader = 0
        /// Resumed with whether it is only a heartbeat.
        var waiting: [FeedMachine.ReaderID: CheckedContinuation<Bool, Never>] = [:]

        mutating func take(_ readers: Set<FeedMachine.ReaderID>) -> [CheckedContinuation<Bool, Never>] {
            readers.isEmpty ? [] : readers.compactMap { self.waiting.removeValue(forKey: $0) }
        }
    }

    private let limits: FeedLimits
    private let epoch: String
    private let time: any TimeSource
    private let state: Lock<State>

    /// - Parameter epoch: What tells this start of the server from others, without `-`.
    package init(epoch: String, _ limits: FeedLimits = .init(), time: any TimeSource) {
        self.epoch = epoch
        self.limits = limits
        self.time = time
        self.state = Lock(State(machine: FeedMachine(limits)))
    }

    /// Whether nobody reads, and nothing is kept.
    package var isAsleep: Bool { self.state.withLock { $0.machine.isAsleep } }

    /// Ends all readers, once they have read what is there.
    package func close() {
        for reader in self.state.withLock({ $0.take($0.machine.close()) }) { reader.resume(returning: false) }
    }

    private func tell(_ items: () -> [FeedItem]) {
        guard !self.isAsleep else { return }
        let items = items()
        let woken = self.state.withLock { $0.take($0.machine.told(items)) }
        for reader in woken { reader.resume(returning: false) }
    }

    // MARK: Readers

    /// Tells everything behind a position to `send`, a few messages at once, until the feed is closed.
    ///
    /// - Parameter position: Where the reader had stopped; nil, or one of another start of the server, begins with now.
    /// - Throws: What `send` throws, and `CancellationError` when the calling task is cancelled.
    package func follow(after position: FeedPosition?, _ send: ([Message]) async throws -> Void) async throws {
        let known = position?.epoch == self.epoch ? position?.number : nil
        let (reader, start) = self.state.withLock { state in
            state.nextReader += 1
            return (state.nextReader, state.machine.came(state.nextReader, after: known))
        }
        defer { self.state.withLock { $0.machine.left(reader) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await self.time.sleep(for: self.limits.heartbeat)
                    self.state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume(returning: true)
                }
            }
            try await send([.ready(self.position(start), isResumed: known != nil)])
            try await self.tellEverything(to: reader, after: start, send)
            group.cancelAll()
        }
    }

    private func tellEverything(
        to reader: FeedMachine.ReaderID, after start: Int, _ send: ([Message]) async throws -> Void
    ) async throws {
        var last = start
        while true {
            switch self.state.withLock({ $0.machine.read(after: last, by: reader) }) {
            case .items(let items, let first, let missed):
                last = first + items.count - 1
                let gap = missed > 0 ? [Message.gap(self.position(first - 1), missed: missed)] : []
                let told = items.enumerated().map { Message.item(self.position(first + $0.offset), $0.element) }
                try await send(gap + told)
                if items.count >= self.limits.maximumBatch { try await self.time.sleep(for: self.limits.pause) }
            case .wait: if try await self.wait(reader, after: last) { try await send([.heartbeat]) }
            case .closed: return
            }
        }
    }

    private func position(_ number: Int) -> FeedPosition { FeedPosition(epoch: self.epoch, number: number) }

    /// Waits for something behind a number; returns whether it was only a heartbeat.
    private func wait(_ reader: FeedMachine.ReaderID, after number: Int) async throws -> Bool {
        let isHeartbeat = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Something may have come since, and the cancellation may have found nobody.
                let isWaiting = self.state.withLock { state in
                    guard !Task.isCancelled, case .wait = state.machine.read(after: number, by: reader) else {
                        return false
                    }
                    state.waiting[reader] = continuation
                    return true
                }
                if !isWaiting { continuation.resume(returning: false) }
            }
        } onCancel: {
            self.state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume(returning: false)
        }
        try Task.checkCancellation()
        return isHeartbeat
    }
}

extension RunFeed: RunObserver {
    package var wantsEveryEvent: Bool { !self.isAsleep }
    package func began(_ entry: RunEntry) { self.tell { [.began(entry.id, entry: FeedEncoder.text(entry))] } }
    package func told(_ events: [RunEvent], of id: RunID) { self.tell { events.map { .told($0) } } }
    package func ended(_ entry: RunEntry) { self.tell { [.ended(entry.id, entry: FeedEncoder.text(entry))] } }
}
