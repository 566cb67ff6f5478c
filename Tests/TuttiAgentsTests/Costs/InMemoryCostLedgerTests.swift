import Testing
import TuttiAgents
import TuttiModels
import TuttiTesting

@Suite struct InMemoryCostLedgerTests {
    @Test(arguments: ConformanceSuite.costLedger.checks)
    func `keeps the rules of a cost ledger`(check: ConformanceCheck<any CostLedger>) async throws {
        try await check.verify { InMemoryCostLedger() }
    }

    @Test func `beyond its bound it forgets the oldest`() {
        let ledger = InMemoryCostLedger(maximumEntries: 2)
        for second in 1...7 {
            ledger.record(
                CostEntry(
                    id: "\(second)", date: Timestamp(secondsSince1970: Double(second)), model: "a:b", usage: .zero,
                    cost: nil, outcome: .finished))
        }
        #expect(ledger.entries(since: Timestamp(secondsSince1970: 0)).map(\.id) == ["6", "7"])
    }
}
