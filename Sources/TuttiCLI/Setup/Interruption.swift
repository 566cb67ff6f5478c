internal import Dispatch
internal import TuttiCore
internal import TuttiProcesses

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Ctrl-C and SIGTERM: the first cancels the command, the second ends the process at once.
///
/// The handler runs on a thread of Dispatch, so it works while every agent blocks or spins.
final class Interruption: Sendable {
    private struct State {
        var onInterrupt: (@Sendable () -> Void)?
        var wasInterrupted = false
    }

    private let state = Lock(State())
    private let sources: Lock<[any DispatchSourceSignal]>

    /// Whether a signal has come.
    var wasInterrupted: Bool { self.state.withLock { $0.wasInterrupted } }

    /// Takes over the signals; the second one ends the process and its children at once.
    static func endingProcess() -> Interruption {
        Interruption {
            killAllChildProcesses(isEnding: true)
            _exit(CommandFailure.Code.interrupted.rawValue)
        }
    }

    /// Takes over the signals.
    ///
    /// - Parameter endNow: Ends the process; called by the second signal.
    init(endNow: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "tutti-signals", qos: .userInteractive)
        self.sources = Lock([])
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [weak self] in self?.interrupt(endNow) }
            source.resume()
            return source
        }
        self.sources.withLock { $0 = sources }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Runs `body` in a task that the first signal cancels.
    func cancelling<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        // Cancelled by the signal, or with the task that waits for it.
        let task = Task { try await body() }
        let isLate = self.state.withLock { state in
            state.onInterrupt = { task.cancel() }
            return state.wasInterrupted
        }
        if isLate { task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Runs what has to be finished although a signal has come; it has to end by itself.
    static func shielding<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value {
        // Cancelled by nobody.
        await Task { await body() }.value
    }

    /// Calls `body` at the first signal, or at once when it has come; what it ends, it ends in its own time.
    func handling(_ body: @escaping @Sendable () -> Void) {
        let isLate = self.state.withLock { state in
            state.onInterrupt = body
            return state.wasInterrupted
        }
        if isLate { body() }
    }

    private func interrupt(_ endNow: () -> Void) {
        let (isSecond, action) = self.state.withLock { state in
            defer { state.wasInterrupted = true }
            return (state.wasInterrupted, state.onInterrupt)
        }
        if isSecond { endNow() } else { action?() }
    }
}
