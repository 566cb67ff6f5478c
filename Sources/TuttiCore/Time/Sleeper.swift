/// One suspended task that is woken exactly once, by its timer or by its cancellation, whichever comes first.
final class Sleeper: Sendable {
    private enum State {
        case idle
        case suspended(CheckedContinuation<Void, any Error>, ScheduledTimer)
        case woken(Result<Void, any Error>)
    }

    private let state = Lock(State.idle)

    func suspend(_ continuation: CheckedContinuation<Void, any Error>, _ arm: () -> ScheduledTimer) {
        let early: Result<Void, any Error>? = self.state.withLock { state in
            if case .woken(let result) = state { return result }
            state = .suspended(continuation, arm())
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func wake(with result: Result<Void, any Error>) {
        let suspended: (CheckedContinuation<Void, any Error>, ScheduledTimer)? = self.state.withLock { state in
            switch state {
            case .idle:
                state = .woken(result)
                return nil
            case .suspended(let continuation, let timer):
                state = .woken(result)
                return (continuation, timer)
            case .woken: return nil
            }
        }
        guard let (continuation, timer) = suspended else { return }
        timer.cancel()
        continuation.resume(with: result)
    }
}
