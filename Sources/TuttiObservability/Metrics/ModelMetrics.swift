internal import TuttiAgents
internal import TuttiCore
internal import TuttiModels

/// What came of the calls of models.
struct ModelMetrics: Sendable {
    /// The order of the rows of a model in ``durations``.
    static let outcomes = CostEntry.Outcome.allCases

    private(set) var models = LabelTable(maximum: 63)
    private(set) var durations = DurationHistograms()
    private(set) var firstTexts = DurationHistograms()
    private(set) var tokens: [(input: UInt64, output: UInt64)] = []
    /// By the class of the failure.
    private(set) var failures: [[String: UInt64]] = []

    /// A call has ended.
    mutating func ended(_ call: ModelCallRecord) {
        let row = self.models.row(of: call.model)
        while self.tokens.count <= row { self.addRow() }
        if let outcome = call.outcome.flatMap({ Self.outcomes.firstIndex(of: $0) }) {
            self.durations.count(call.duration.nanosecondsRoundedDown, in: row * Self.outcomes.count + outcome)
        }
        if let time = call.firstText { self.firstTexts.count(time.nanosecondsRoundedDown, in: row) }
        if let usage = call.usage {
            self.tokens[row].input &+= UInt64(usage.inputTokens)
            self.tokens[row].output &+= UInt64(usage.outputTokens)
        }
        if call.outcome == .failed {
            self.failures[row][call.failure?.description ?? LabelTable.other, default: 0] += 1
        }
    }

    private mutating func addRow() {
        self.tokens.append((0, 0))
        self.failures.append([:])
        self.durations.addRows(Self.outcomes.count)
        self.firstTexts.addRows(1)
    }
}
