package import TuttiAgents
internal import TuttiCore
package import TuttiJSON

/// Sums up what the runs of today have used.
package final class UsageMeter: RunObserver {
    private let state: Lock<UsageOfDay>
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: The wall clock.
    package init(now: @escaping @Sendable () -> Timestamp) {
        self.state = Lock(UsageOfDay(at: now()))
        self.now = now
    }

    package var wantsEveryEvent: Bool { false }

    package func ended(_ entry: RunEntry) {
        guard let usage = entry.outcome?.usage else { return }
        let now = self.now()
        self.state.withLock { $0.ended(usage, at: now) }
    }

    /// Today's sum, as the interface has it.
    package var json: JSONValue {
        let now = self.now()
        let today = self.state.withLock { state in
            state.looked(at: now)
            return state
        }
        return [
            "object": "usage", "day": .string("\(today.day)"), "since_ms": .integer(today.since.milliseconds),
            "runs": .integer(today.runs), "inputTokens": .integer(today.usage.inputTokens),
            "outputTokens": .integer(today.usage.outputTokens), "costUSD": .double(today.usage.costUSD),
        ]
    }
}
