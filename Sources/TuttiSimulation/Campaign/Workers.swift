internal import TuttiCore

/// Threads of our own for work that never suspends.
enum Workers {
    private struct State {
        var working: Int
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// A held thread of a simulation is a call inside of the one below it.
    private static let stackSize = 64 * 1024 * 1024

    /// Calls `body` once on each of so many threads, and returns when all calls have.
    static func run(_ threads: Int, _ body: @escaping @Sendable () -> Void) async {
        let state = Lock(State(working: threads))
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            state.withLock { $0.waiter = continuation }
            for _ in 0..<threads {
                let code = Thread.start(name: "tutti-sim", stackSize: Self.stackSize) {
                    body()
                    Self.leave(state)
                }
                if code != 0 { Self.leave(state) }
            }
        }
    }

    private static func leave(_ state: Lock<State>) {
        let waiter = state.withLock { state in
            state.working -= 1
            return state.working == 0 ? state.waiter.take() : nil
        }
        waiter?.resume()
    }
}
