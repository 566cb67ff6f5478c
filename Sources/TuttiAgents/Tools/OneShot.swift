internal import TuttiCore

/// A signal that is given once and that one task waits for, whether the task is cancelled or not.
final class OneShot: Sendable {
    private enum State {
        case silent
        case awaited(CheckedContinuation<Void, Never>)
        case fired
    }

    private let state = Lock(State.silent)

    /// Gives the signal; does nothing the second time.
    func fire() {
        let waiter = self.state.withLock { state in
            defer { state = .fired }
            guard case .awaited(let continuation) = state else { return CheckedContinuation<Void, Never>?.none }
            return continuation
        }
        waiter?.resume()
    }

    /// Returns when the signal was given; to be called once.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isLate = self.state.withLock { state in
                if case .fired = state { return true }
                state = .awaited(continuation)
                return false
            }
            if isLate { continuation.resume() }
        }
    }
}
