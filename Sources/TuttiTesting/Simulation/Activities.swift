internal import TuttiCore

/// What has begun on a virtual clock and has not ended, for the message of a scenario that is stuck.
final class Activities: Sendable {
    private struct State {
        var names: [Int: String] = [:]
        var next = 0
    }

    private let state = Lock(State())

    /// Notes that something began; the number ends it.
    func begin(_ name: String) -> Int {
        self.state.withLock { state in
            defer { state.next += 1 }
            state.names[state.next] = name
            return state.next
        }
    }

    func end(_ number: Int) { self.state.withLock { $0.names[number] = nil } }

    /// The names of what goes on, oldest first, each once.
    var names: [String] {
        let names = self.state.withLock { state in state.names.sorted { $0.key < $1.key }.map(\.value) }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
