import Testing
import TuttiAgents
import TuttiTesting

/// The suites find what is wrong with a store; that Tutti's own stores pass is tested beside them.
@Suite struct StoreSuiteTests {
    /// A store with one fault.
    final class FaultyMemory: MemoryStore {
        enum Fault: String, CaseIterable {
            case losesTags, keepsGoodOnes, missesAccents, isWorstFirst, ignoresKinds, ignoresLimits, losesThemes
            case throwsOnSearch
        }

        let fault: Fault
        private let store = InMemoryMemoryStore()

        init(_ fault: Fault) { self.fault = fault }

        func add(_ entries: [MemoryEntry]) async throws {
            for var entry in entries where self.fault == .keepsGoodOnes || self.fault == .losesTags {
                if self.fault == .losesTags { entry.tags = [] }
                try await self.store.add([entry])
            }
            if self.fault != .losesTags { try await self.store.add(entries) }
        }

        func search(_ query: MemoryQuery) async throws -> [MemoryPassage] {
            var query = query
            switch self.fault {
            case .throwsOnSearch: throw StorageError(.failed, "no search today")
            case .missesAccents where query.text.unicodeScalars.contains("\u{301}"): return []
            case .ignoresKinds: query.kinds = nil
            case .ignoresLimits: query.limit = max(query.limit, 2)
            default: break
            }
            let found = await self.store.search(query)
            return self.fault == .isWorstFirst ? found.reversed() : found
        }

        func recent(limit: Int) async throws -> [MemoryEntry] { await self.store.recent(limit: limit) }

        func themes(limit: Int) async throws -> [MemoryTheme] {
            self.fault == .losesThemes ? [] : await self.store.themes(limit: limit)
        }
    }

    @Test(arguments: FaultyMemory.Fault.allCases)
    func `a memory store with a fault does not pass`(fault: FaultyMemory.Fault) async throws {
        let failures = try await ConformanceSuite.memoryStore.failures { FaultyMemory(fault) }
        let rules: [FaultyMemory.Fault: String] = [
            .losesTags: "an entry comes back as it was added",
            .keepsGoodOnes: "one bad entry keeps all of them out",
            .missesAccents: "other forms of a word, accents and tags are found",
            .isWorstFirst: "newer comes first of what matches as well, and a better match beats a newer one",
            .ignoresKinds: "limits and kinds are kept", .ignoresLimits: "limits and kinds are kept",
            .losesThemes: "themes are what comes back, counted once an entry",
            .throwsOnSearch: "concurrent calls lose nothing",
        ]
        #expect(failures.contains { $0.rule == rules[fault] }, "\(failures)")
        #expect(failures.count < ConformanceSuite.memoryStore.checks.count, "the fault breaks everything: \(failures)")
    }

    /// A store with one fault.
    final class FaultyHistory: HistoryStore {
        enum Fault: String, CaseIterable { case keepsTheFirst, isOldestFirst, ignoresTheLimit, takesEverything }

        let fault: Fault
        private let store = InMemoryHistoryStore()

        init(_ fault: Fault) { self.fault = fault }

        func save(_ record: CoordinationRecord) async throws {
            if self.fault == .keepsTheFirst, await self.store.find(record.id) != nil { return }
            do { try await self.store.save(record) } catch { if self.fault != .takesEverything { throw error } }
        }

        func list(limit: Int) async throws -> [CoordinationRecord] {
            let records = await self.store.list(limit: self.fault == .ignoresTheLimit ? 100 : limit)
            return self.fault == .isOldestFirst ? records.reversed() : records
        }

        func find(_ id: String) async throws -> CoordinationRecord? { await self.store.find(id) }
    }

    @Test(arguments: FaultyHistory.Fault.allCases)
    func `a history store with a fault does not pass`(fault: FaultyHistory.Fault) async throws {
        let failures = try await ConformanceSuite.historyStore.failures { FaultyHistory(fault) }
        #expect(!failures.isEmpty && failures.count < ConformanceSuite.historyStore.checks.count)
    }

    @Test func `a failure names the suite, the rule, what was found and what was expected`() async throws {
        let failures = try await ConformanceSuite.historyStore.failures { FaultyHistory(.keepsTheFirst) }
        let failure = try #require(failures.first)
        #expect(failures.count == 1)
        #expect(
            "\(failure)".hasPrefix(
                "history store breaks the rule \"saving an id again replaces the record\": the list must"))
        #expect(failure.problem.contains("a better one") && failure.problem.contains("an answer"))
        let thrown = try await ConformanceSuite.memoryStore.failures { FaultyMemory(.throwsOnSearch) }
        #expect(thrown.contains { $0.problem.contains("it threw: ") && $0.problem.contains("no search today") })
    }

    @Test func `an error of who makes the subject is not a broken rule`() async throws {
        struct NoDisk: Error {}
        await #expect(throws: NoDisk.self) {
            _ = try await ConformanceSuite.historyStore.failures { throw NoDisk() }
        }
    }
}
