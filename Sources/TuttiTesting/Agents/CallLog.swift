internal import TuttiCore

/// What a scripted agent remembers: its first calls in full, and the number of all of them.
final class CallLog: Sendable {
    /// The calls that are remembered; further ones are only counted.
    static let capacity = 100_000

    private struct State {
        var calls: [AgentCall] = []
        var count = 0
    }

    private let state = Lock(State())

    var calls: [AgentCall] { self.state.withLock { $0.calls } }
    var count: Int { self.state.withLock { $0.count } }

    /// Notes a call that begins; returns its number, from 0.
    func begin(_ call: AgentCall) -> Int {
        self.state.withLock { state in
            if state.count < Self.capacity { state.calls.append(call) }
            defer { state.count += 1 }
            return state.count
        }
    }

    func end(_ number: Int, _ outcome: AgentCall.Outcome, at instant: Duration) {
        self.change(number) { call in
            call.outcome = outcome
            call.end = instant
        }
    }

    func cancel(_ number: Int, at instant: Duration) { self.change(number) { $0.cancelledAt = instant } }

    private func change(_ number: Int, _ change: (inout AgentCall) -> Void) {
        self.state.withLock { state in
            if state.calls.indices.contains(number) { change(&state.calls[number]) }
        }
    }
}
