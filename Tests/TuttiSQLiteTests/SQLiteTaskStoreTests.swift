import Testing
import TuttiAgents
import TuttiMCP
import TuttiSQLite

@Suite struct SQLiteTaskStoreTests {
    @Test func `tasks are added, listed and completed`() async throws {
        let folder = try TemporaryFolder()
        let now = Timestamp(secondsSince1970: 1_795_000_000)
        let store = SQLiteTaskStore(try await DatabaseFile.open("\(folder.path)/tasks.sqlite"), now: { now })
        let first = try await store.add(title: "it's 'quoted'; --", due: "2026-11-20", priority: .high)
        let second = try await store.add(title: "second", due: nil, priority: .low)
        #expect(first.createdAt == "2026-11-18T11:06:40Z")
        #expect(try await store.list(status: nil) == [first, second])
        var done = second
        done.status = .done
        #expect(try await store.complete(id: second.id) == done)
        #expect(try await store.complete(id: second.id) == done)
        #expect(try await store.complete(id: 99) == nil)
        #expect(try await store.list(status: .open) == [first])
        #expect(try await store.list(status: .done) == [done])
    }

    @Test func `two connections that write at once lose nothing and give every id once`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/tasks.sqlite"
        let files = [try await DatabaseFile.open(path), try await DatabaseFile.open(path)]
        let ids = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<60 {
                let store = SQLiteTaskStore(files[index % 2])
                group.addTask { try await store.add(title: "task \(index)", due: nil, priority: .normal).id }
                group.addTask {
                    _ = try await store.list(status: .open)
                    return 0
                }
            }
            return try await group.reduce(into: [Int]()) { if $1 > 0 { $0.append($1) } }
        }
        #expect(Set(ids).count == 60)
        for file in files { #expect(try await SQLiteTaskStore(file).list(status: nil).count == 60) }
    }

    @Test func `many who create the same file at once all get it`() async throws {
        let folder = try TemporaryFolder()
        // Who meets whom is up to chance, so there are many files.
        for file in 0..<10 {
            let path = "\(folder.path)/\(file)/tasks.sqlite"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        let store = SQLiteTaskStore(try await DatabaseFile.open(path))
                        _ = try await store.add(title: "task \(index)", due: nil, priority: .normal)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await SQLiteTaskStore(DatabaseFile.open(path)).list(status: nil).count == 8)
            let names = try folder.names(in: "\(file)")
            #expect(names.allSatisfy { !$0.contains(".new") })
        }
    }
}
