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
        /// The starts under way, by their numbers.
        var starts: Set<Int> = []
        var nextStart = 0
        /// How often all were killed.
        var sweeps = 0
        /// This process is about to end and starts no more.
        var isEnding = false
    }

    static let shared = ChildRegistry()

    /// How long killing all waits for children that are just being started.
    ///
    /// Starting waits for the file system, and that may hang.
    private static let patience = Duration.seconds(1)

    private let state = Lock(State())

    var count: Int { self.state.withLock { $0.children.count } }

    /// Starts a child and takes it in; it is killed when all were killed while it was being started.
    ///
    /// - Throws: What `spawn` throws; `CancellationError` when this process is about to end.
    func start(_ spawn: () throws -> SpawnedChild) throws -> SpawnedChild {
        let (number, sweeps) = try self.state.withLock { state in
            guard !state.isEnding else { throw CancellationError() }
            state.nextStart += 1
            state.starts.insert(state.nextStart)
            return (state.nextStart, state.sweeps)
        }
        let result = Result { try spawn() }
        return try self.state.withLock { state in
            state.starts.remove(number)
            let child = try result.get()
            state.children.insert(child.id)
            if state.sweeps != sweeps { _ = kill(-child.id, SIGKILL) }
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
        let starts = self.state.withLock { state in
            state.isEnding = state.isEnding || isEnding
            state.sweeps += 1
            for child in state.children { _ = kill(-child, SIGKILL) }
            return state.starts
        }
        let end = SystemCalls.now() + Self.patience
        while !self.state.withLock({ $0.starts.isDisjoint(with: starts) }), SystemCalls.now() < end { usleep(1000) }
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

/// Kills every child of this process with its whole group, at once and without waiting for its end.
///
/// The last resort before this process ends; call it when the program exits, also on Ctrl-C (from a signal source, not
/// from inside a signal handler). A child that is just being started is killed too, and waited for up to a second: only
/// one whose program lies on a file system that hangs for longer may outlive this process.
///
/// - Parameter isEnding: Whether this process is about to end: no further child is then started.
public func killAllChildProcesses(isEnding: Bool = false) { ChildRegistry.shared.killAll(isEnding: isEnding) }
