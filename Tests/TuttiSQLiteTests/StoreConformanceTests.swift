import Testing
import TuttiAgents
import TuttiSQLite
import TuttiTesting

@Suite struct StoreConformanceTests {
    @Test(arguments: ConformanceSuite.memoryStore.checks)
    func `keeps the rules of a memory store`(check: ConformanceCheck<any MemoryStore>) async throws {
        let folder = try TemporaryFolder()
        try await check.verify { SQLiteMemoryStore(try await DatabaseFile.open("\(folder.path)/t.sqlite")) }
    }

    @Test(arguments: ConformanceSuite.historyStore.checks)
    func `keeps the rules of a history store`(check: ConformanceCheck<any HistoryStore>) async throws {
        let folder = try TemporaryFolder()
        try await check.verify { SQLiteHistoryStore(try await DatabaseFile.open("\(folder.path)/t.sqlite")) }
    }

    @Test(arguments: ConformanceSuite.costLedger.checks)
    func `keeps the rules of a cost ledger`(check: ConformanceCheck<any CostLedger>) async throws {
        let folder = try TemporaryFolder()
        try await check.verify { SQLiteCostLedger(path: "\(folder.path)/c.sqlite") }
    }
}
