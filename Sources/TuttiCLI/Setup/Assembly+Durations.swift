internal import TuttiAgents
internal import TuttiCore
internal import TuttiSQLite

extension Assembly {
    /// The name under which the durations of the assistant's agents are kept.
    static let assistantWorkflow = "assistant"
    /// The most time that is spent on what earlier runs took: it is a help, and no run waits for it.
    static let loadingLimit = Duration.seconds(2)
    /// The most time for keeping what a run took; it comes after the answer.
    static let keepingLimit = Duration.seconds(5)

    /// What earlier runs of a workflow took; empty when there were none, and with a warning when it cannot be read.
    func durations(of workflow: String) async -> DurationHistory {
        guard self.folder.hasDurations else { return DurationHistory() }
        let path = self.folder.durationsPath
        let loaded = await self.attempt("what earlier runs took is not known", within: Self.loadingLimit) {
            try await SQLiteDurationStore(DatabaseFile.open(path)).history(of: workflow)
        }
        for problem in loaded?.problems ?? [] { self.console.warn(problem) }
        return loaded?.history ?? DurationHistory()
    }

    /// Adds a run to what is known of its workflow; a file that cannot be written is a warning.
    func keepDurations(_ report: RunReport, of workflow: String) async {
        guard report.agents.contains(where: { $0.start != nil }) else { return }
        let (path, date) = (self.folder.durationsPath, self.host.now.secondsSince1970)
        // What could not be read was told of when the run was planned.
        _ = await self.attempt("what this run took is not kept", within: Self.keepingLimit) {
            try await SQLiteDurationStore(DatabaseFile.open(path)).record(report, of: workflow, at: date)
        }
    }

    /// Waits until it is kept what the calls of models cost, also when the command was interrupted: they are paid for.
    func keepCosts() async {
        guard let ledger = await self.accounts.ledger else { return }
        await Interruption.shielding {
            _ = await self.attempt("what this cost is not kept", within: Self.keepingLimit) { try await ledger.flush() }
        }
    }

    /// Does something in an agent of its own, because a file that hangs must hold nobody back; a warning says what failed.
    func attempt<Value: Sendable>(
        _ failure: String, within limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Value? {
        var graph = AgentGraph("durations")
        let node = graph.add("durations") { _ in try await body() }
        // A graph of one agent has no problem.
        guard let plan = try? graph.plan() else { return nil }
        let report = await ParallelExecutor(time: self.time).run(plan, within: limit)
        if let value = report[node].value { return value }
        let agent = report["durations"]
        if !Task.isCancelled { self.console.warn("\(failure): \(agent?.error ?? "no time")") }
        return nil
    }
}
