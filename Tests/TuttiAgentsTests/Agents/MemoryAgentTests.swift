import Testing
import TuttiAgents
import TuttiCore
import TuttiTesting

@Suite struct MemoryAgentTests {
    private static let now = Timestamp(secondsSince1970: 1_795_392_000)  // 2026-11-23

    private struct BrokenStore: MemoryStore {
        var searchFails: Bool

        func add(_ entries: [MemoryEntry]) async throws {}
        func search(_ query: MemoryQuery) async throws -> [MemoryPassage] {
            if self.searchFails { throw StorageError(.damaged, "the memory is damaged") }
            return []
        }
        func recent(limit: Int) async throws -> [MemoryEntry] { [] }
        func themes(limit: Int) async throws -> [MemoryTheme] { throw StorageError(.busy, "the memory is busy") }
    }

    private func ask(_ store: any MemoryStore, _ question: String) throws -> Asked {
        try simulate { try await $0.ask(MemoryAgent(store: store) { Self.now }, question) }
    }

    private func store(_ entries: [(MemoryEntry.Kind, String, source: String)]) throws -> InMemoryMemoryStore {
        try simulate { _ in
            let store = InMemoryMemoryStore()
            for (index, entry) in entries.enumerated() {
                let date = Self.now.advanced(bySeconds: -86_400 * Double(index + 1))
                try await store.add(MemoryEntry(kind: entry.0, text: entry.1, source: entry.source, date: date))
            }
            return store
        }
    }

    @Test func `passages come with date and source, and themes below`() throws {
        let store = try self.store([
            (.journal, "The deadline made me tense.", "journal 2026-11-22"),
            (.conversation, "You said the deadline\u{1B}[2J moved.", "chat"), (.note, "Bread.", ""),
        ])
        let asked = try self.ask(store, "deadline?")
        #expect(asked.output?.citations.map(\.source) == ["journal 2026-11-22", "chat, 2026-11-21"])
        let text = try #require(asked.output?.text)
        #expect(text.contains("\n• journal 2026-11-22: The deadline made me tense.\n"))
        #expect(text.contains("Recurring themes: deadline (2×, last 2026-11-22)"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `an entry without a source is called by its kind`() throws {
        let asked = try self.ask(self.store([(.note, "Bread and salt.", "")]), "bread")
        #expect(asked.output?.citations.map(\.source) == ["note, 2026-11-22"])
    }

    @Test func `an empty result is said in words, without citations`() throws {
        let asked = try self.ask(InMemoryMemoryStore(), "deadline")
        #expect(asked.output == "Nothing in the memory is about this.")
    }

    @Test func `themes that fail are a warning, a search that fails is a failure`() throws {
        let warned = try self.ask(BrokenStore(searchFails: false), "deadline")
        #expect(warned.agent?.state == .succeeded)
        #expect(warned.report.warnings.first?.contains("the memory is busy") == true)
        let failed = try self.ask(BrokenStore(searchFails: true), "deadline")
        #expect(failed.agent?.state == .failed)
        #expect(failed.agent?.error?.contains("the memory is damaged") == true)
    }
}
