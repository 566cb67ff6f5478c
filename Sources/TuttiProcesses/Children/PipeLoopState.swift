/// What a ``PipeLoop`` knows: a machine without descriptors, clock and threads.
///
/// reading: open → (end of file, or torn down without a child) → ended
/// writing: open → finishWriting, tearDown → finishing → everything written → closed; a failure or the end → closed
/// child: running → childEnded → what it left in the pipes is read → the loop stops
/// tearDown: what is read is thrown away; `terminate` throws away what is unwritten; `giveUp` ends everything
struct PipeLoopState: Sendable {
    typealias Receiver = CheckedContinuation<Void, any Error>
    typealias EndWaiter = CheckedContinuation<ProcessExit?, Never>

    /// What there is for a receiver.
    enum Taken: Equatable, Sendable {
        case chunk([UInt8])
        case end
        case nothing
    }

    /// What the thread has to wait for.
    struct Wanted: Equatable, Sendable {
        var reads: Bool
        var readsErrors: Bool
        var writes: Bool
        /// The writing end is to be closed now; said once.
        var closesWriting: Bool
        /// Only what is there is to be read.
        var isDraining: Bool
        var deadline: Duration?
    }

    /// How it ended; the exit is nil when there was no child or its end is not known.
    struct End: Equatable, Sendable {
        var exit: ProcessExit?
    }

    private enum Writing: Sendable {
        case open
        case finishing
        case closing
        case closed
    }

    /// How much a child may leave in a pipe, which holds 1 MB where nobody raised the limit of the system. More comes
    /// from a stranger that got the pipe from the child and would write for ever.
    private static let maximumLeft = 4 << 20

    private let readAhead: Int
    private let maximumUnwritten: Int
    private let hasChild: Bool

    private var chunks: [[UInt8]] = []
    private var chunkBytes = 0
    private var receiver: Receiver?
    private var isReading = true
    private var isReadingErrors: Bool
    private var isDiscarding = false
    private(set) var errorTail = ByteTail()
    /// What was read since the child ended.
    private var left = 0
    private var leftErrors = 0

    private var messages: [[UInt8]] = []
    private var messageBytes = 0
    private var offset = 0
    private var writing = Writing.open

    private var teardown = TeardownMachine()
    private var childEnd: End?
    private var end: End?
    private var waiters: [EndWaiter] = []

    private var isDirty = false
    private var isPolling = false
    private var isWoken = false

    init(hasErrors: Bool, hasChild: Bool, readAhead: Int, maximumUnwritten: Int) {
        self.isReadingErrors = hasErrors
        self.hasChild = hasChild
        self.readAhead = readAhead
        self.maximumUnwritten = maximumUnwritten
    }

    // MARK: For everyone

    mutating func take() -> Taken {
        guard !self.chunks.isEmpty else { return self.isReading && !self.isDiscarding ? .nothing : .end }
        let wasFull = self.chunkBytes >= self.readAhead
        let chunk = self.chunks.removeFirst()
        self.chunkBytes -= chunk.count
        self.isDirty = wasFull
        return .chunk(chunk)
    }

    /// Keeps a receiver until there is something to take; false when there is something now.
    mutating func wait(_ receiver: Receiver) -> Bool {
        precondition(self.receiver == nil, "two tasks receive from one child at once")
        guard self.chunks.isEmpty, self.isReading, !self.isDiscarding else { return false }
        self.receiver = receiver
        return true
    }

    mutating func takeReceiver() -> Receiver? {
        defer { self.receiver = nil }
        return self.receiver
    }

    mutating func queue(_ bytes: [UInt8]) -> Bool {
        guard case .open = self.writing, self.messageBytes + bytes.count <= self.maximumUnwritten else { return false }
        // Small messages share an array, so that their number stays small.
        if let last = self.messages.indices.last, self.messages[last].count + bytes.count <= 64 << 10 {
            self.messages[last] += bytes
        } else {
            self.messages.append(bytes)
        }
        self.messageBytes += bytes.count
        self.isDirty = true
        return true
    }

    mutating func finishWriting() {
        guard case .open = self.writing else { return }
        self.writing = .finishing
        self.isDirty = true
    }

    mutating func tearDown(now: Duration, patience: Duration, grace: Duration) {
        self.finishWriting()
        self.isDiscarding = true
        self.chunks = []
        self.chunkBytes = 0
        self.isReading = self.isReading && self.hasChild
        self.teardown.begin(now: now, patience: patience, grace: grace)
        self.isDirty = true
    }

    mutating func awaitEnd(_ waiter: EndWaiter) -> End? {
        guard self.end == nil else { return self.end }
        self.waiters.append(waiter)
        return nil
    }

    mutating func childEnded(_ exit: ProcessExit?) {
        self.childEnd = self.childEnd ?? End(exit: exit)
        self.dropWriting()
        self.isDirty = true
    }

    /// Whether the thread sleeps and has to be woken for what was just done.
    mutating func shouldWakeUp() -> Bool {
        defer { self.isDirty = false }
        guard self.isDirty, self.isPolling, !self.isWoken else { return false }
        self.isWoken = true
        return true
    }

    // MARK: For the thread

    /// What to do now and what to wait for then, nil when everything is over; and who has to hear of the end.
    mutating func nextTurn(now: Duration) -> (TeardownMachine.Action, Wanted?, Receiver?) {
        let action = self.hasEnded ? .wait : self.teardown.advance(now: now)
        switch action {
        case .terminate: self.dropWriting()
        case .giveUp:
            self.childEnd = self.childEnd ?? End(exit: nil)
            self.dropWriting()
            self.isReading = false
            self.isReadingErrors = false
        case .kill, .wait: break
        }
        if case .finishing = self.writing, self.messages.isEmpty { self.writing = .closing }
        var wanted = Wanted(
            reads: self.isReading && (self.isDiscarding || self.chunkBytes < self.readAhead),
            readsErrors: self.isReadingErrors, writes: !self.messages.isEmpty, closesWriting: false, isDraining: false,
            deadline: self.childEnd == nil ? self.teardown.deadline : nil)
        wanted.isDraining = self.childEnd != nil && (wanted.reads || wanted.readsErrors)
        if case .closing = self.writing {
            self.writing = .closed
            wanted.closesWriting = true
        }
        let receiver = self.isReading && !self.isDiscarding ? nil : self.takeReceiver()
        // The closing of the writing end needs one more turn, even when nothing else is left.
        guard !self.hasEnded || wanted.closesWriting else { return (action, nil, receiver) }
        self.isPolling = true
        if self.hasEnded { wanted.deadline = now }
        return (action, wanted, receiver)
    }

    mutating func polled() {
        self.isPolling = false
        self.isWoken = false
    }

    /// Keeps what was read; the receiver that waits for it has to be woken.
    mutating func received(_ chunk: [UInt8], isError: Bool) -> Receiver? {
        if isError {
            self.errorTail.append(chunk)
            if self.childEnd != nil { self.leftErrors += chunk.count }
            return self.leftErrors > Self.maximumLeft ? self.readEnded(isError: true) : nil
        }
        if self.childEnd != nil { self.left += chunk.count }
        if self.left > Self.maximumLeft { self.isReading = false }
        guard !self.isDiscarding else { return nil }
        self.chunks.append(chunk)
        self.chunkBytes += chunk.count
        return self.takeReceiver()
    }

    mutating func readEnded(isError: Bool) -> Receiver? {
        guard !isError else {
            self.isReadingErrors = false
            return nil
        }
        self.isReading = false
        return self.takeReceiver()
    }

    /// The message to write, and from where.
    var unwritten: ([UInt8], Int)? { self.messages.first.map { ($0, self.offset) } }

    mutating func wrote(_ count: Int) {
        guard let first = self.messages.first else { return }
        self.offset += count
        self.messageBytes -= count
        guard self.offset == first.count else { return }
        self.messages.removeFirst()
        self.offset = 0
    }

    mutating func writeFailed() { self.dropWriting() }

    mutating func stop() -> ([EndWaiter], End) {
        let end = self.childEnd ?? End(exit: nil)
        self.end = end
        defer { self.waiters = [] }
        return (self.waiters, end)
    }

    private var hasEnded: Bool {
        guard case .closed = self.writing, !self.isReading, !self.isReadingErrors else { return false }
        return !self.hasChild || self.childEnd != nil
    }

    private mutating func dropWriting() {
        self.messages = []
        self.messageBytes = 0
        self.offset = 0
        if case .closed = self.writing { return }
        self.writing = .closing
    }
}
