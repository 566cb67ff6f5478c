import Testing
import TuttiAgents
import TuttiMCP

@Suite struct SampleLifeTests {
    private static let today = CalendarDay(daysSince1970: 20_776)

    private static func installed() async throws -> (
        InMemoryMemoryStore, ContentLibrary, InMemoryTaskStore, NotesFolder
    ) {
        let folder = try NotesFolder()
        let memory = InMemoryMemoryStore()
        let tasks = InMemoryTaskStore()
        let life = SampleLife(today: Self.today)
        _ = try await life.install(notesFolder: folder.path("sample"), memory: memory, tasks: tasks)
        return (memory, ContentLibrary(root: folder.path("sample")), tasks, folder)
    }

    /// The ids of the memories that answer a question best.
    @Test(arguments: [
        ("I'm feeling overwhelmed with my tasks", "sample-conversation-17"),
        ("I'm feeling overwhelmed with my tasks", "sample-journal-16"),
        ("How have I been sleeping lately?", "sample-journal-1"),
        ("what helped me to start the proposal", "sample-conversation-4"),
        ("how do I tell Ines the report is late?", "sample-conversation-10"),
        ("three deadlines at once", "sample-journal-2"),
        ("When did I last cook with Lea?", "sample-journal-6"),
        ("What went well in my week, what gave me energy?", "sample-reflection-9"),
        ("Did Dad call?", "sample-journal-1"),
        ("tell me about my good days", "sample-journal-20"),
    ])
    func `a question finds the memory that answers it`(question: String, id: String) async throws {
        let (memory, _, _, folder) = try await Self.installed()
        let query = MemoryQuery(question, now: Self.today.start.advanced(bySeconds: 43_200))
        let found = await memory.search(query).map(\.entry.id)
        #expect(found.prefix(3).contains(id), "\(found)")
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("I'm feeling overwhelmed with my tasks", "What helps me > When I feel overwhelmed"),
        ("I'm feeling overwhelmed with my tasks", "What I believe > One thing at a time"),
        ("I cannot sleep", "What helps me > When I cannot sleep"),
        ("why does rest matter to me?", "What I believe > Rest is part of the work"),
        ("what are my goals at work?", "Goals for this season > Work"),
        ("questions for the weekly review", "Weekly review"),
        ("The deadline is too close", "What helps me > When a deadline is too close"),
        ("I can't get started", "What helps me > When I cannot start"),
        ("spanish course", "Goals for this season > Learning"),
    ])
    func `a question finds the note that answers it`(question: String, section: String) async throws {
        let (_, library, _, folder) = try await Self.installed()
        let found = try await library.search(question).passages.map { $0.headings.joined(separator: " > ") }
        #expect(found.prefix(3).contains(section), "\(found)")
        withExtendedLifetime(folder) {}
    }

    @Test func `deadline and sleep are the themes that come back`() async throws {
        let (memory, _, _, folder) = try await Self.installed()
        let themes = await memory.themes(limit: 5).map(\.word)
        #expect(themes.prefix(2) == ["deadline", "sleep"], "\(themes)")
        withExtendedLifetime(folder) {}
    }

    @Test func `three tasks are due, and one of them is overdue`() {
        let life = SampleLife(today: Self.today)
        #expect(life.tasks.count == 7)
        #expect(life.tasks.count { $0.due <= Self.today } == 3)
        #expect(life.tasks.count { $0.due < Self.today } == 1)
        #expect(life.entries.allSatisfy { $0.date < Self.today.start && $0.date >= Self.today.adding(days: -21).start })
    }

    @Test func `installing twice changes nothing, and edits survive`() async throws {
        let folder = try NotesFolder()
        let memory = InMemoryMemoryStore()
        let tasks = InMemoryTaskStore()
        try folder.write("mine", to: "sample/values.md")
        let life = SampleLife(today: Self.today)
        let first = try await life.install(notesFolder: folder.path("sample"), memory: memory, tasks: tasks)
        #expect(first.notes == 3 && first.entries == 10 && first.tasks == 7)
        _ = await tasks.complete(id: 1)
        let edited = MemoryEntry(
            id: "sample-journal-1", kind: .journal, text: "mine", source: "s", date: Self.today.start)
        try await memory.add(edited)
        let later = SampleLife(today: Self.today.adding(days: 3))
        let second = try await later.install(notesFolder: folder.path("sample"), memory: memory, tasks: tasks)
        #expect([second.notes, second.entries, second.tasks] == [0, 0, 0])
        #expect(try folder.text(of: "sample/values.md") == "mine")
        #expect(await memory.recent(limit: 1) == [edited])
        #expect(await tasks.list(status: .open).count == 6)
        #expect(folder.mode(of: "sample/goals.md") == 0o600)
    }

    @Test func `new folders are private, and a link is not written through`() async throws {
        let folder = try NotesFolder()
        let life = SampleLife(today: Self.today)
        _ = try await life.install(notesFolder: folder.path("data/notes"))
        #expect(folder.mode(of: "data") == 0o700)
        #expect(folder.mode(of: "data/notes") == 0o700)
        try folder.write("x", to: "linked/readme.txt")
        try folder.link("linked/goals.md", to: "../../outside/new.md")
        #expect(try await life.install(notesFolder: folder.path("linked")).notes == 3)
        #expect(throws: (any Error).self) { try folder.text(of: "../outside/new.md") }
        await #expect(throws: StorageError.self) {
            try await life.install(notesFolder: folder.path("linked/readme.txt/n"))
        }
    }
}
