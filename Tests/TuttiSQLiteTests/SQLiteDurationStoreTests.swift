import Testing
import TuttiCore
import TuttiSQLite
import TuttiTesting

@Suite struct SQLiteDurationStoreTests {
    /// A run of agents that take so many milliseconds.
    private static func report(_ milliseconds: [String: Int]) throws -> RunReport {
        try simulate { simulation in
            var graph = AgentGraph()
            for (name, time) in milliseconds {
                graph.add(name, ScriptedAgent(name, after: .milliseconds(Double(time))))
            }
            return try await simulation.run(graph)
        }
    }

    private static func store(_ folder: TemporaryFolder, _ name: String = "d") async throws -> SQLiteDurationStore {
        SQLiteDurationStore(try await DatabaseFile.open("\(folder.path)/\(name).sqlite"))
    }

    @Test func `what runs took is there when the file is opened again, by workflow`() async throws {
        let folder = try TemporaryFolder()
        let store = try await Self.store(folder)
        #expect(try await store.history(of: "w").history == DurationHistory())
        var expected = DurationHistory()
        for time in [100, 200] {
            let report = try Self.report(["a": time, "it's '; --": 50])
            expected.record(report)
            #expect(try await store.record(report, of: "w", at: 1) == [])
        }
        _ = try await store.record(try Self.report(["a": 7_000]), of: "other", at: 1)
        let (history, problems) = try await Self.store(folder).history(of: "w")
        #expect(history == expected)
        #expect(problems == [])
        #expect(try await store.history(of: "w\0").history == DurationHistory())
    }

    @Test func `two that record at once lose nothing of each other's`() async throws {
        let folder = try TemporaryFolder()
        let stores = [try await Self.store(folder), try await Self.store(folder)]
        let report = try Self.report(["a": 100])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask { _ = try await stores[index % 2].record(report, of: "w", at: Double(index)) }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].history(of: "w").history.outcomes(of: "a").succeeded == 40)
    }

    @Test func `a row that cannot be read is told of, and the agent is learned anew`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/d.sqlite"
        let store = try await Self.store(folder)
        _ = try await store.record(try Self.report(["good": 100, "bad": 100]), of: "w", at: 1)
        try await DatabaseFile.open(path).replaceHistory(of: "bad", by: "{\"v\":1")
        let (history, problems) = try await store.history(of: "w")
        #expect(history.outcomes(of: "good").succeeded == 1)
        #expect(history.outcomes(of: "bad").succeeded == 0)
        #expect(problems == ["what was measured of 'bad' in 'w' cannot be read and is learned anew"])
        #expect(try await store.record(try Self.report(["bad": 300]), of: "w", at: 2) == problems)
        let (mended, none) = try await store.history(of: "w")
        #expect(mended.outcomes(of: "bad").succeeded == 1)
        #expect(none == [])
    }
}
