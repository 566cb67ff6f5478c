// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Testing
import Tutti
import TuttiTesting

private typealias MyStore = InMemoryMemoryStore

// snippet.show
@Test(arguments: ConformanceSuite.memoryStore.checks)
func `my store keeps the rules of a memory store`(check: ConformanceCheck<any MemoryStore>) async throws {
    try await check.verify { MyStore() }
}
