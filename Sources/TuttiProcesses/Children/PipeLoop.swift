internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Serves the pipes of one child, or of this process, and the teardown of the child, on a thread of its own.
///
/// swift-subprocess is not used here, though it starts and reaps as well: its teardown runs as Swift tasks with
/// `Task.sleep` (a blocked pool lets the child live), it signals the group no more once the leader has ended (what the
/// leader left behind stays), a write to a dead child raises `SIGPIPE`, and a child lives only inside a closure.
///
/// Bounds: what was read and not taken, `readAhead` bytes and then the child waits; what is to be written,
/// `maximumUnwritten` bytes and then `write` throws; of the standard error, the last 8 KiB.
final class PipeLoop: Sendable {
    /// What the loop reads and writes; -1 for what is not there.
    struct Descriptors {
        var reading: CInt
        var errors: CInt = -1
        var writing: CInt
        /// Whether the loop closes them, and may have them not block; never so for what we share with others.
        var areOwned: Bool
    }

    private static let chunkSize = 64 << 10
    private static let readAhead = 256 << 10
    /// A write of this size to a pipe that is ready for writing does not block.
    private static let atomicWriteSize = 4096

    private let state: Lock<PipeLoopState>
    private let descriptors: Descriptors
    private let child: pid_t?
    private let wakeUp: (readEnd: CInt, writeEnd: CInt)

    /// Starts the thread; throws the error number of the system when it cannot.
    init(_ descriptors: Descriptors, child: pid_t?, maximumUnwritten: Int) throws(SystemError) {
        guard let wakeUp = SystemCalls.pipe() else { throw SystemError(number: errno) }
        SystemCalls.setNonBlocking(wakeUp.readEnd)
        SystemCalls.setNonBlocking(wakeUp.writeEnd)
        self.wakeUp = wakeUp
        self.descriptors = descriptors
        self.child = child
        self.state = Lock(
            PipeLoopState(
                hasErrors: descriptors.errors >= 0, hasChild: child != nil, readAhead: Self.readAhead,
                maximumUnwritten: maximumUnwritten))
        let status = Thread.start(name: "tutti-pipes", takesSignals: false) { self.run() }
        guard status == 0 else {
            close(wakeUp.readEnd)
            close(wakeUp.writeEnd)
            throw SystemError(number: status)
        }
    }

    // MARK: For everyone

    /// The next bytes, nil at the end. One task at a time.
    func nextChunk() async throws -> [UInt8]? {
        while true {
            try Task.checkCancellation()
            switch self.update({ $0.take() }) {
            case .chunk(let bytes): return bytes
            case .end: return nil
            case .nothing: try await self.waitForInput()
            }
        }
    }

    private func waitForInput() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = self.state.withLock { state in
                    // The flag is set before the handler below runs, so one of the two sees the other.
                    Task.isCancelled ? .failure(CancellationError()) : state.wait(continuation) ? nil : .success(())
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.state.withLock { $0.takeReceiver() }?.resume(throwing: CancellationError())
        }
    }

    /// Queues bytes; false when they are too many or nobody can read them any more.
    func write(_ bytes: [UInt8]) -> Bool { self.update { $0.queue(bytes) } }

    /// Closes what we write to, as soon as everything queued is written.
    func finishWriting() { self.update { $0.finishWriting() } }

    /// Ends everything: what comes in is thrown away, no more is written, and the child has to go.
    ///
    /// - Parameters:
    ///   - patience: How long the child may take to leave when its input ends.
    ///   - grace: How long it may take after `SIGTERM` until `SIGKILL`.
    func tearDown(patience: Duration, grace: Duration) {
        self.update { $0.tearDown(now: SystemCalls.now(), patience: patience, grace: grace) }
    }

    /// Waits until the child is reaped and every pipe is read; nil for an end that is not known.
    func end() async -> ProcessExit? {
        await withCheckedContinuation { continuation in
            let end = self.state.withLock { $0.awaitEnd(continuation) }
            if let end { continuation.resume(returning: end.exit) }
        }
    }

    /// The child is reaped.
    func childEnded(_ exit: ProcessExit?) { self.update { $0.childEnded(exit) } }

    /// The last bytes of the standard error, as text.
    var errorTail: String { self.state.withLock { $0.errorTail.text } }

    private func update<Result: Sendable>(_ body: (inout PipeLoopState) -> Result) -> Result {
        self.state.withLock { state in
            let result = body(&state)
            // Under the lock: the loop closes this descriptor only after it has said under the lock that it stopped.
            if state.shouldWakeUp() { _ = Self.write(self.wakeUp.writeEnd, [0], from: 0, limit: 1) }
            return result
        }
    }

    // MARK: The thread

    private func run() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let now = SystemCalls.now()
            let (action, wanted, receiver) = self.state.withLock { $0.nextTurn(now: now) }
            receiver?.resume()
            switch action {
            case .terminate: self.signal(SIGTERM)
            case .kill: self.signal(SIGKILL)
            case .giveUp, .wait: break
            }
            guard let wanted else { break }
            if wanted.closesWriting { self.closeWriting() }
            self.turn(wanted, now: now, buffer)
        }
        self.stop()
    }

    private func turn(_ wanted: PipeLoopState.Wanted, now: Duration, _ buffer: UnsafeMutableRawBufferPointer) {
        var polled = [
            pollfd(fd: self.wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wanted.reads ? self.descriptors.reading : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wanted.readsErrors ? self.descriptors.errors : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wanted.writes ? self.descriptors.writing : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let timeout = wanted.isDraining ? 0 : SystemCalls.pollTimeout(until: wanted.deadline, now: now)
        let ready = poll(&polled, nfds_t(polled.count), timeout)
        self.state.withLock { $0.polled() }
        guard ready >= 0 else { return }
        if polled[0].revents != 0 { _ = Self.read(self.wakeUp.readEnd, buffer) }
        if wanted.reads {
            self.receive(
                self.descriptors.reading, isReady: polled[1].revents != 0, wanted.isDraining, buffer, isError: false)
        }
        if wanted.readsErrors {
            self.receive(
                self.descriptors.errors, isReady: polled[2].revents != 0, wanted.isDraining, buffer, isError: true)
        }
        if polled[3].revents != 0 { self.writeOnce() }
    }

    /// - Parameter isDraining: The child is gone: what cannot be read now is held by a stranger and will not be awaited.
    private func receive(
        _ descriptor: CInt, isReady: Bool, _ isDraining: Bool, _ buffer: UnsafeMutableRawBufferPointer, isError: Bool
    ) {
        var count = 0
        if isReady {
            repeat { count = Self.read(descriptor, buffer) } while count < 0 && errno == EINTR
            if count < 0, errno == EAGAIN, !isDraining { return }
        } else if !isDraining {
            return
        }
        guard count > 0 else {
            self.state.withLock { $0.readEnded(isError: isError) }?.resume()
            return
        }
        let chunk = [UInt8](buffer[..<count])
        self.state.withLock { $0.received(chunk, isError: isError) }?.resume()
    }

    private func writeOnce() {
        guard let (bytes, offset) = self.state.withLock({ $0.unwritten }) else { return }
        let limit = self.descriptors.areOwned ? Self.chunkSize : Self.atomicWriteSize
        let count = Self.write(self.descriptors.writing, bytes, from: offset, limit: limit)
        if count >= 0 {
            self.state.withLock { $0.wrote(count) }
        } else if errno != EAGAIN && errno != EINTR {
            self.state.withLock { $0.writeFailed() }
        }
    }

    private func closeWriting() {
        if self.descriptors.areOwned, self.descriptors.writing >= 0 { close(self.descriptors.writing) }
    }

    private func signal(_ signal: CInt) {
        if let child { ChildRegistry.shared.signal(child, signal) }
    }

    private func stop() {
        let (waiters, end) = self.state.withLock { $0.stop() }
        if self.descriptors.areOwned {
            close(self.descriptors.reading)
            if self.descriptors.errors >= 0 { close(self.descriptors.errors) }
        }
        close(self.wakeUp.readEnd)
        close(self.wakeUp.writeEnd)
        for waiter in waiters { waiter.resume(returning: end.exit) }
    }

    private static func read(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Darwin)
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
        Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func write(_ descriptor: CInt, _ bytes: [UInt8], from offset: Int, limit: Int) -> Int {
        bytes.withUnsafeBytes { all in
            let part = UnsafeRawBufferPointer(rebasing: all[offset..<min(all.count, offset + limit)])
            #if canImport(Darwin)
            return Darwin.write(descriptor, part.baseAddress, part.count)
            #elseif canImport(Musl)
            return Musl.write(descriptor, part.baseAddress, part.count)
            #else
            return Glibc.write(descriptor, part.baseAddress, part.count)
            #endif
        }
    }
}
