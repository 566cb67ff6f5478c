internal import TuttiCore

/// Tells on a terminal how far a long simulation is: one line that is gone at the end.
struct SimulationProgress: Sendable {
    private static let interval = Duration.milliseconds(250)

    private let console: Console
    private let total: Int
    private let time: any TimeSource
    private let isShown: Bool
    private let done = Lock(0)

    init(console: Console, total: Int, time: any TimeSource, isQuiet: Bool) {
        self.console = console
        self.total = total
        self.time = time
        self.isShown = !isQuiet && console.error.isTerminal && console.error.hasColor
    }

    /// Runs `body`, which is given whom to tell how many more runs are done.
    func following<Value: Sendable>(
        _ body: @escaping @Sendable (@escaping @Sendable (Int) -> Void) async throws -> Value
    ) async throws -> Value {
        let done = self.done
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body { count in done.withLock { $0 += count } } }
            if self.isShown { group.addTask { await self.tickUntilCancelled() } }
            defer {
                group.cancelAll()
                if self.isShown { self.console.error.write(raw: "\r\u{1B}[2K") }
            }
            // The line never ends by itself, so the first that ends is the body.
            guard let value = try await group.next().flatMap(\.self) else { throw CancellationError() }
            return value
        }
    }

    private func tickUntilCancelled<Value>() async -> Value? {
        // The sleep throws when the group is cancelled, which ends this.
        while (try? await self.time.sleep(for: Self.interval)) != nil {
            let done = self.done.withLock { $0 }
            self.console.error.write(raw: "\r\u{1B}[2Ksimulated \(done) of \(self.total) runs")
        }
        return nil
    }
}
