public import TuttiAgents
internal import TuttiModels

extension ConformanceSuite where Subject == any CostLedger {
    /// What every cost ledger promises. The subject is an empty ledger.
    public static var costLedger: ConformanceSuite {
        ConformanceSuite(
            "cost ledger",
            [
                "calls come back as they were, oldest first": { ledger in
                    let late = call("b", at: 2, agent: "' \" 😀\n; DROP TABLE model_call")
                    let early = call("a", at: 1.25, cost: nil, outcome: .cancelled)
                    let large = call("c", at: 3, tokens: .max / 4, cost: Money(nanodollars: .max))
                    for entry in [late, early, large] { ledger.record(entry) }
                    try Violation.unless("the calls", try await all(of: ledger), is: [early, late, large])
                },
                "those before a date are left out": { ledger in
                    for second in 1...4 { ledger.record(call("\(second)", at: Double(second))) }
                    let kept = try await ledger.entries(since: .init(secondsSince1970: 3))
                    try Violation.unless("the calls since 3", kept.map(\.id), is: ["3", "4"])
                    let none = try await ledger.entries(since: .init(secondsSince1970: 5))
                    try Violation.unless("the calls since 5", none, is: [])
                },
                "calls of the same instant keep their order": { ledger in
                    for number in 0..<20 { ledger.record(call("\(number)", at: 1)) }
                    try Violation.unless(
                        "the calls", try await all(of: ledger).map(\.id), is: (0..<20).map(String.init))
                },
                "recording an id again replaces what was used, what it cost and how it ended": { ledger in
                    ledger.record(call("a", at: 1, outcome: .cancelled))
                    ledger.record(call("b", at: 1))
                    ledger.record(call("a", at: 1, tokens: 99, cost: Money(nanodollars: 7), outcome: .finished))
                    let kept = call("a", at: 1, tokens: 99, cost: Money(nanodollars: 7), outcome: .finished)
                    try Violation.unless("the calls", try await all(of: ledger), is: [kept, call("b", at: 1)])
                },
                "nothing of what is recorded at the same time is lost": { ledger in
                    await withTaskGroup(of: Void.self) { group in
                        for number in 0..<200 { group.addTask { ledger.record(call("\(number)", at: 1)) } }
                    }
                    try await ledger.flush()
                    try Violation.unless("the number of calls", try await all(of: ledger).count, is: 200)
                },
            ])
    }
}

private func all(of ledger: any CostLedger) async throws -> [CostEntry] {
    try await ledger.entries(since: Timestamp(secondsSince1970: -1e12))
}

private func call(
    _ id: String, at second: Double, agent: String = "memory", tokens: Int = 10,
    cost: Money? = Money(nanodollars: 1_234), outcome: CostEntry.Outcome = .finished
) -> CostEntry {
    CostEntry(
        id: id, date: Timestamp(secondsSince1970: second), user: "kim", run: "r1", agent: agent, attempt: 2,
        model: "openai:m",
        usage: TokenUsage(inputTokens: tokens, outputTokens: 3, cachedInputTokens: 1, isEstimated: tokens > 50),
        cost: cost, outcome: outcome, savedTokens: 5)
}
