package import TuttiAgents
package import TuttiCore

/// The runs that are followed: what is told of each until it ends.
///
/// a run begins → remembered, with the calls that were faster than the news of it · a run that nobody records → nothing
/// it tells something, a call of it begins or ends → remembered with it
/// it ends → given away; calls that come later belong to nothing
package struct RunTraces: Sendable {
    /// The most runs whose calls are kept before it is known that they have begun, and the most that have ended and are
    /// still known.
    static let maximumEarly = 256, maximumEnded = 256

    private var traces: [RunID: RunTrace] = [:]
    private var early: [RunID: [ModelCallRecord]] = [:]
    /// The latest, as a ring.
    private var ended: [RunID] = []
    private var oldestEnded = 0

    package init() {}

    /// The runs that have begun and not ended.
    package var count: Int { self.traces.count }

    package mutating func began(_ trace: RunTrace) {
        let calls = self.early.removeValue(forKey: trace.run) ?? []
        guard trace.context.isSampled else { return }
        var trace = trace
        for call in calls { trace.told(call) }
        self.traces[trace.run] = trace
    }

    package mutating func told(_ events: [RunEvent], of run: RunID) {
        guard self.traces[run] != nil else { return }
        for event in events { self.traces[run]?.told(event) }
    }

    package mutating func told(_ call: ModelCallRecord) {
        guard let place = call.place, place.context.isSampled else { return }
        if self.traces[place.run] != nil {
            self.traces[place.run]?.told(call)
        } else if call.outcome == nil, !self.ended.contains(place.run) {
            if self.early[place.run] == nil, self.early.count >= Self.maximumEarly { self.early.removeAll() }
            self.early[place.run, default: []].append(call)
        } else if let index = self.early[place.run]?.firstIndex(where: { $0.number == call.number }) {
            self.early[place.run]?[index] = call
        }
    }

    package mutating func ended(_ run: RunID) -> RunTrace? {
        guard let trace = self.traces.removeValue(forKey: run) else { return nil }
        if self.ended.count < Self.maximumEnded {
            self.ended.append(run)
        } else {
            self.ended[self.oldestEnded] = run
            self.oldestEnded = (self.oldestEnded + 1) % Self.maximumEnded
        }
        return trace
    }
}
