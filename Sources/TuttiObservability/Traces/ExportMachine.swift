package import TuttiCore

/// Decides when spans are sent, and what becomes of those that cannot be.
///
/// | fact | state | then |
/// | --- | --- | --- |
/// | added | room in the queue | kept; the first of a batch waits for others, a whole batch for nobody |
/// | added | the queue is full, or the end has come | dropped and counted |
/// | time passes | idle, a batch is there or the first has waited long enough | sent, one batch at a time |
/// | sent | taken | counted; the next |
/// | sent | refused for now, or not reached | once more, after `Retry-After` or a time that doubles; dropped after the last |
/// | sent | refused for good | dropped and counted |
/// | finishing | any | nobody waits for others any more; when the queue is empty, or the limit has come: done |
package struct ExportMachine: Sendable {
    package struct Configuration: Hashable, Sendable {
        /// The most spans that wait.
        package var maximumQueue = 8_192
        /// The most spans of a request.
        package var maximumBatch = 512
        /// How long the first span of a batch waits for others.
        package var delay = Duration.seconds(1)
        /// The most times that a batch is sent.
        package var maximumAttempts = 5
        /// The time before the second attempt; it doubles.
        package var backoff = Duration.milliseconds(500)
        /// The longest time that is waited when the collector says how long.
        package var maximumBackoff = Duration.seconds(30)

        package init() {}
    }

    /// What a collector said of a batch.
    package enum Response: Hashable, Sendable {
        case taken
        /// It has too much to do, or was not reached.
        case later(Duration?)
        case refused
    }

    package enum Order: Equatable, Sendable {
        case send([Span])
        /// Nothing before that instant, unless a fact comes; never when only a fact helps.
        case wait(until: Nanoseconds)
        case done
    }

    private enum State: Sendable {
        case idle
        case sending([Span], attempt: Int)
        case resting([Span], attempt: Int, until: Nanoseconds)
    }

    private let configuration: Configuration
    private var queue: [Span] = []
    private var oldest = Nanoseconds.never
    private var state = State.idle
    private var end: Nanoseconds?
    package private(set) var counts = TraceExporter.Counts()

    package init(_ configuration: Configuration = .init()) { self.configuration = configuration }

    /// Whether more spans can be taken.
    package var hasRoom: Bool { self.end == nil && self.queue.count < self.configuration.maximumQueue }

    // MARK: Facts

    /// Spans came; returns whether whoever waits has to look.
    package mutating func added(_ spans: [Span], at now: Nanoseconds) -> Bool {
        guard self.hasRoom else {
            self.counts.droppedSpans += spans.count
            return false
        }
        let taken = spans.prefix(self.configuration.maximumQueue - self.queue.count)
        self.counts.droppedSpans += spans.count - taken.count
        let (wasEmpty, before) = (self.queue.isEmpty, self.queue.count)
        self.queue += taken
        if wasEmpty, !self.queue.isEmpty { self.oldest = now }
        let batch = self.configuration.maximumBatch
        return wasEmpty || (before < batch && self.queue.count >= batch)
    }

    /// A run's spans were not made because there was no room.
    package mutating func leftOut() { self.counts.droppedRuns += 1 }

    /// The collector has answered, or was not reached.
    package mutating func responded(_ response: Response, at now: Nanoseconds) {
        guard case .sending(let batch, let attempt) = self.state else {
            preconditionFailure("a response came and nothing was sent: \(self.state)")
        }
        self.state = .idle
        switch response {
        case .taken: self.counts.exportedSpans += batch.count
        case .later(let duration) where attempt < self.configuration.maximumAttempts:
            let backoff = duration ?? self.configuration.backoff * (1 << (attempt - 1))
            let rest = min(max(backoff, .zero), self.configuration.maximumBackoff)
            self.state = .resting(batch, attempt: attempt, until: now.advanced(byAtMost: rest.nanoseconds))
        case .later, .refused: self.counts.droppedSpans += batch.count
        }
    }

    /// The process ends: what is there is sent until then.
    package mutating func finishing(by end: Nanoseconds) { self.end = min(end, self.end ?? .never) }

    // MARK: Orders

    /// What is to be done now; not asked while something is being sent.
    package mutating func next(at now: Nanoseconds) -> Order {
        if let end, now >= end { return self.giveUp() }
        switch self.state {
        case .sending: preconditionFailure("asked for more while a batch is being sent")
        case .resting(let batch, let attempt, let until):
            // At the end there is no time to rest until a later moment than that.
            guard now >= until else { return .wait(until: min(until, self.end ?? .never)) }
            return self.send(batch, attempt: attempt + 1)
        case .idle: break
        }
        guard !self.queue.isEmpty else { return self.end == nil ? .wait(until: .never) : .done }
        let due = self.oldest.advanced(byAtMost: self.configuration.delay.nanoseconds)
        guard self.queue.count >= self.configuration.maximumBatch || now >= due || self.end != nil else {
            return .wait(until: due)
        }
        let batch = Array(self.queue.prefix(self.configuration.maximumBatch))
        self.queue.removeFirst(batch.count)
        self.oldest = now
        return self.send(batch, attempt: 1)
    }

    private mutating func send(_ batch: [Span], attempt: Int) -> Order {
        self.state = .sending(batch, attempt: attempt)
        return .send(batch)
    }

    /// Nobody sends any more; what is left is counted, also a batch that is being sent.
    package mutating func giveUp() -> Order {
        switch self.state {
        case .sending(let batch, _), .resting(let batch, _, _): self.counts.droppedSpans += batch.count
        case .idle: break
        }
        self.counts.droppedSpans += self.queue.count
        self.queue = []
        self.state = .idle
        self.end = self.end ?? .min
        return .done
    }
}
