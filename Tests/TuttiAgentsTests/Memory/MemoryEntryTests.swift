import Testing
import TuttiAgents

@Suite struct MemoryEntryTests {
    @Test func `an entry without an id gets one that depends on nothing but what it says`() {
        func entry(_ text: String, _ source: String = "s", at second: Double = 1) -> MemoryEntry {
            MemoryEntry(kind: .note, text: text, source: source, date: .init(secondsSince1970: second), tags: [])
        }
        #expect(entry("a").id == entry("a").id)
        #expect(Set([entry("a"), entry("b"), entry("a", "t"), entry("a", at: 2)].map(\.id)).count == 4)
    }

    @Test func `a theme is written with its count and last day`() {
        let theme = MemoryTheme(word: "deadline", count: 5, last: CalendarDay(daysSince1970: 20_769).start)
        #expect(theme.description == "deadline (5×, last 2026-11-12)")
    }

    @Test func `the memory in memory forgets the oldest`() async throws {
        let store = InMemoryMemoryStore(maximumEntries: 2)
        for day in [3.0, 1, 2] {
            try await store.add(
                MemoryEntry(id: "\(day)", kind: .note, text: "x", source: "s", date: .init(secondsSince1970: day)))
        }
        #expect(await store.recent(limit: 9).map(\.id) == ["3.0", "2.0"])
    }
}
