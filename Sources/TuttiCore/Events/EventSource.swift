/// What the records of a run refer to: its agents and their results.
struct EventSource: Sendable {
    let run: RunID
    let plan: ExecutionPlan
    let results: ResultTable

    init(_ driver: RunDriver, _ plan: ExecutionPlan) {
        self.run = driver.run
        self.plan = plan
        self.results = driver.results
    }

    /// A record in full.
    func event(_ record: EventRecord, _ sequence: Int) -> RunEvent {
        record.event(sequence, of: self.run, self.plan) { node in self.results[node].map(outputText) ?? "" }
    }
}
