import Testing
import TuttiAgents
import TuttiMCP
import TuttiSQLite

@Suite struct DatabaseFileTests {
    private static let now = Timestamp(secondsSince1970: 1_795_000_000)
    private static let entry = MemoryEntry(id: "a", kind: .note, text: "something to keep", source: "n", date: Self.now)

    @Test func `a new file and its folders are for their owner only`() async throws {
        let folder = try TemporaryFolder()
        let file = try await DatabaseFile.open("\(folder.path)/data/tutti/t.sqlite")
        try await SQLiteMemoryStore(file).add(Self.entry)
        #expect(folder.mode(of: "data") == 0o700)
        #expect(folder.mode(of: "data/tutti") == 0o700)
        #expect(folder.mode(of: "data/tutti/t.sqlite") == 0o600)
        #expect(folder.mode(of: "data/tutti/t.sqlite-journal") & 0o077 == 0)
    }

    @Test func `a file of ours that others could read is closed to them`() async throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "t.sqlite", mode: 0o644)
        _ = try await DatabaseFile.open("\(folder.path)/t.sqlite")
        #expect(folder.mode(of: "t.sqlite") == 0o600)
    }

    @Test func `what was written is there after closing and opening`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/t.sqlite"
        try await SQLiteMemoryStore(DatabaseFile.open(path)).add(Self.entry)
        let second = try await DatabaseFile.open(path)
        #expect(try await SQLiteMemoryStore(second).recent(limit: 5) == [Self.entry])
        #expect(try await second.findings() == [])
    }

    @Test func `what is no database stays as it is`() async throws {
        let folder = try TemporaryFolder()
        let text = Array(String(repeating: "my thesis, the only copy\n", count: 500).utf8)
        try folder.write(text, to: "thesis.txt")
        let mode = folder.mode(of: "thesis.txt")
        let error = await Self.errorOfOpening("\(folder.path)/thesis.txt")
        #expect(error?.code == .notADatabase)
        #expect(error?.message.contains("thesis.txt") == true)
        #expect(try folder.bytes(of: "thesis.txt") == text)
        #expect(folder.mode(of: "thesis.txt") == mode)
    }

    @Test func `a database of another program stays as it is`() async throws {
        let folder = try TemporaryFolder()
        try await Self.makeFile(in: folder, patching: 68, to: [0, 0, 0, 7])
        let before = try folder.bytes(of: "t.sqlite")
        #expect(await Self.errorOfOpening("\(folder.path)/t.sqlite")?.code == .foreign)
        #expect(try folder.bytes(of: "t.sqlite") == before)
    }

    @Test func `a database of a newer version stays as it is`() async throws {
        let folder = try TemporaryFolder()
        try await Self.makeFile(in: folder, patching: 60, to: [0, 0, 0, 99])
        let before = try folder.bytes(of: "t.sqlite")
        let error = await Self.errorOfOpening("\(folder.path)/t.sqlite")
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("schema 99") == true)
        #expect(try folder.bytes(of: "t.sqlite") == before)
    }

    @Test func `a folder, an empty name and a place that cannot be made are refused`() async throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "file")
        for path in [
            folder.path, "", "a\0b", "\(folder.path)/file/t.sqlite", "/proc/self/nowhere/t.sqlite", "/dev/null",
        ] {
            let error = await Self.errorOfOpening(path)
            #expect(error?.code == .unavailable, "\(path.debugDescription): \(error?.message ?? "opened")")
        }
    }

    @Test func `a page that is overwritten is noticed when the file is opened`() async throws {
        let folder = try TemporaryFolder()
        try await Self.makeFile(in: folder, patching: 4096, to: [UInt8](repeating: 0xA5, count: 4096))
        let error = await Self.errorOfOpening("\(folder.path)/t.sqlite")
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("t.sqlite") == true)
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `random damage is an error or no harm, never a crash`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        try await Self.makeFile(in: folder, patching: 0, to: [])
        let sound = try folder.bytes(of: "t.sqlite")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<30 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(
                    in: 1...255, using: &generator)
            }
            if round % 5 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
            try folder.write(bytes, to: "bad.sqlite")
            do {
                let file = try await DatabaseFile.open("\(folder.path)/bad.sqlite")
                let memory = SQLiteMemoryStore(file)
                _ = try await memory.search(MemoryQuery("something", now: Self.now))
                _ = try await memory.themes(limit: 3)
                _ = try await SQLiteTaskStore(file).list(status: nil)
                _ = try await SQLiteHistoryStore(file).list(limit: 5)
                try await memory.add(Self.entry)
            } catch {
                #expect(error is StorageError, "seed \(seed), round \(round): \(error)")
            }
        }
    }

    @Test func `a cancelled caller gets a cancellation and writes nothing`() async throws {
        let folder = try TemporaryFolder()
        let store = SQLiteMemoryStore(try await DatabaseFile.open("\(folder.path)/t.sqlite"))
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await #expect(throws: CancellationError.self) { try await store.add(Self.entry) }
            }
        }
        #expect(try await store.recent(limit: 1) == [])
    }

    // MARK: Helpers

    private static func errorOfOpening(_ path: String) async -> StorageError? {
        do {
            _ = try await DatabaseFile.open(path)
            return nil
        } catch {
            return error as? StorageError
        }
    }

    /// A file with a few entries, some bytes of which are changed after it was closed.
    private static func makeFile(in folder: TemporaryFolder, patching offset: Int, to bytes: [UInt8]) async throws {
        try await Self.fill("\(folder.path)/t.sqlite")
        var content = try folder.bytes(of: "t.sqlite")
        content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        try folder.write(content, to: "t.sqlite")
    }

    /// On its own, so that the file is closed when it returns.
    private static func fill(_ path: String) async throws {
        let file = try await DatabaseFile.open(path)
        try await SQLiteMemoryStore(file).add(SampleLife(today: CalendarDay(containing: Self.now)).entries)
        try await SQLiteMemoryStore(file).add(Self.entry)
        _ = try await SQLiteTaskStore(file).add(title: "a task", due: "2026-11-20", priority: .low)
    }
}
