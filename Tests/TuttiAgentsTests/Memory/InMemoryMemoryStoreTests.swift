import Testing
import TuttiAgents
import TuttiTesting

@Suite struct InMemoryMemoryStoreTests {
    @Test(arguments: ConformanceSuite.memoryStore.checks)
    func `keeps the rules of a memory store`(check: ConformanceCheck<any MemoryStore>) async throws {
        try await check.verify { InMemoryMemoryStore() }
    }
}
