public import TuttiCore

/// Collects the events of runs, and answers what a test wants to know about them.
///
/// ```swift
/// let recorder = EventRecorder()
/// try simulate { simulation in try await simulation.run(graph, within: .seconds(3), recorder: recorder) }
/// #expect(recorder.order == ["memory", "tasks", "coach"])
/// #expect(recorder.overlap(of: "memory", and: "tasks") > .seconds(1))
/// ```
///
/// One recorder may record several runs, one after another or at the same time; what is asked about an agent then means
/// the first run in which it has such an event.
public final class EventRecorder: Sendable {
    /// The events that a recorder keeps unless it is told otherwise, a million.
    public static let defaultCapacity = 1 << 20

    private struct State {
        var events: [RunEvent] = []
        var dropped = 0
    }

    private let capacity: Int
    private let state = Lock(State())

    /// Creates a recorder; beyond `capacity` the newest events are dropped and counted.
    public init(capacity: Int = EventRecorder.defaultCapacity) { self.capacity = max(1, capacity) }

    /// The events so far, in the order in which they were recorded.
    public var events: [RunEvent] { self.state.withLock { $0.events } }

    /// The events that are missing: those beyond the capacity, and those that the run dropped before they were read.
    public var dropped: Int { self.state.withLock { $0.dropped } }

    /// Records an event.
    public func record(_ event: RunEvent) {
        self.state.withLock { state in
            if case .gap(let missed) = event.kind { state.dropped += missed }
            if state.events.count < self.capacity { state.events.append(event) } else { state.dropped += 1 }
        }
    }

    /// Records a run to its end, and returns its report.
    public func record(_ run: Run) async -> RunReport { await self.record(run, activities: nil) }

    func record(_ run: Run, activities: Activities?) async -> RunReport {
        var atWork: [String: Int] = [:]
        for await event in run.events {
            self.record(event)
            guard let activities, let agent = event.kind.agent else { continue }
            if case .agentStarted = event.kind { atWork[agent] = activities.begin("'\(agent)'") }
            if event.kind.endsAgent, let number = atWork.removeValue(forKey: agent) { activities.end(number) }
        }
        for number in atWork.values { activities?.end(number) }
        return await run.report()
    }
}
