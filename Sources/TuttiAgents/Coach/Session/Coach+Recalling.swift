internal import TuttiCore

extension Coach {
    /// Reads what the last sessions came to, once a session, and puts it before the model as data.
    ///
    /// A memory that hangs costs ``Configuration/recallLimit`` and no more; one that fails is asked once more by the next
    /// message.
    ///
    /// - Returns: What a person should know.
    func recall(within duration: Duration?) async throws -> [String] {
        guard let memory, self.recallsLeft > 0 else { return [] }
        self.recallsLeft -= 1
        let limit = self.configuration.share(self.configuration.recallLimit, of: duration)
        var graph = AgentGraph("recall")
        let node = graph.add("recall") { _ in try await memory.store.recent(limit: RecalledSession.searchedEntries) }
        let report = await self.orchestrator.executor.run(try graph.plan(), within: limit)
        try Task.checkCancellation()
        guard let entries = report[node].value else {
            let reason = report["recall"]?.error ?? "it did not answer in time"
            return ["what the last session came to is not known: \(reason)"]
        }
        self.recallsLeft = 0
        self.earlier = RecalledSession.sessions(in: entries, utcOffset: self.configuration.utcOffset)
        // Each has its share, or the words of the newest would hide the plan of another.
        let room = (self.configuration.limits.recalledBytes - 64) / max(1, self.earlier.count)
        self.conversation.recalled = self.earlier.map { $0.text.prefix(jsonBytes: room) }.joined(separator: "\n")
        return []
    }

    /// The last session in which something was planned, else the last one.
    var lastPlan: RecalledSession? { self.earlier.first(where: \.hasPlan) ?? self.earlier.first }
}
