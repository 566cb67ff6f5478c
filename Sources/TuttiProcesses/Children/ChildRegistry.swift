internal import TuttiCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Every child that is not yet reaped, so that none outlives this process.
///
/// A process id may be given to a stranger as soon as its owner is reaped. Signals and reaping therefore go through
/// the same lock, and a whole group is killed before its leader is reaped.
final class ChildRegistry: Sendable {
    private struct State {
        var children: Set<pid_t> = []
    }

    static let shared = ChildRegistry()

    /// Held from before a child is started until it is known here, so that whoever kills all misses none; true when this
    /// process is about to end and starts no more.
    private let starting = Lock(false)
    private let state = Lock(State())

    var count: Int { self.state.withLock { $0.children.count } }

    /// Starts a child and takes it in.
    ///
    /// - Throws: What `spawn` throws; `CancellationError` when this process is about to end.
    func start(_ spawn: () throws -> SpawnedChild) throws -> SpawnedChild {
        try self.starting.withLock { isEnding in
            guard !isEnding else { throw CancellationError() }
            let child = try spawn()
            self.state.withLock { _ = $0.children.insert(child.id) }
            return child
        }
    }

    func signal(_ child: pid_t, _ signal: CInt) {
        self.state.withLock { state in
            guard state.children.contains(child) else { return }
            _ = kill(-child, signal)
        }
    }

    func killAll(isEnding: Bool) {
        self.starting.withLock { wasEnding in
            wasEnding = wasEnding || isEnding
            self.state.withLock { state in
                for child in state.children { _ = kill(-child, SIGKILL) }
            }
        }
    }

    /// Waits for the end of a child, kills what is left of its group, and reaps it. Blocks its thread.
    func reap(_ child: pid_t) -> ProcessExit? {
        var info = siginfo_t()
        while waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        return self.state.withLock { state in
            _ = kill(-child, SIGKILL)
            var status: CInt = 0
            let reaped = waitpid(child, &status, 0)
            state.children.remove(child)
            return reaped == child ? SystemCalls.exit(of: status) : nil
        }
    }
}

/// Kills every child of this process with its whole group, at once and without waiting.
///
/// The last resort before this process ends; call it when the program exits, also on Ctrl-C (from a signal source, not
/// from inside a signal handler). Waits for a child that is just being started, and kills it too.
///
/// - Parameter isEnding: Whether this process is about to end: no further child is then started.
public func killAllChildProcesses(isEnding: Bool = false) { ChildRegistry.shared.killAll(isEnding: isEnding) }
