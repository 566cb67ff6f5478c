import Testing
import TuttiAgents
import TuttiTesting

@Suite struct InMemoryHistoryStoreTests {
    @Test(arguments: ConformanceSuite.historyStore.checks)
    func `keeps the rules of a history store`(check: ConformanceCheck<any HistoryStore>) async throws {
        try await check.verify { InMemoryHistoryStore() }
    }

    @Test func `beyond its bound it forgets the oldest`() async throws {
        let store = InMemoryHistoryStore(maximumRecords: 2)
        for second in [3.0, 1, 2] {
            try await store.save(
                CoordinationRecord(
                    id: "\(second)", date: .init(secondsSince1970: second), question: "", strategy: "", report: "",
                    answer: "", status: "complete"))
        }
        #expect(await store.list(limit: 10).map(\.id) == ["3.0", "2.0"])
    }
}
