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
        /// How often everything was killed: a child that was being started meanwhile is killed too.
        var sweeps = 0
    }

    static let shared = ChildRegistry()

    private let state = Lock(State())

    var sweeps: Int { self.state.withLock { $0.sweeps } }
    var count: Int { self.state.withLock { $0.children.count } }

    /// - Parameter sweeps: The count from before the child was started.
    func add(_ child: pid_t, startedAfter sweeps: Int) {
        self.state.withLock { state in
            state.children.insert(child)
            if state.sweeps != sweeps { _ = kill(-child, SIGKILL) }
        }
    }

    func signal(_ child: pid_t, _ signal: CInt) {
        self.state.withLock { state in
            guard state.children.contains(child) else { return }
            _ = kill(-child, signal)
        }
    }

    func killAll() {
        self.state.withLock { state in
            state.sweeps += 1
            for child in state.children { _ = kill(-child, SIGKILL) }
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
/// from inside a signal handler). Children that are just being started are killed too.
public func killAllChildProcesses() { ChildRegistry.shared.killAll() }
