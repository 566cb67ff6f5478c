import Testing
import TuttiAgents
import TuttiModels
import TuttiSQLite

@Suite struct SQLiteCostLedgerTests {
    private static func call(_ id: String, at second: Double = 1, cost: Int? = 5) -> CostEntry {
        CostEntry(
            id: id, date: Timestamp(secondsSince1970: second), model: "a:b",
            usage: TokenUsage(inputTokens: 1, outputTokens: 2), cost: cost.map { Money(nanodollars: $0) },
            outcome: .finished)
    }

    private static func calls(_ ledger: SQLiteCostLedger) async throws -> [String] {
        try await ledger.entries(since: Timestamp(secondsSince1970: 0)).map(\.id)
    }

    @Test func `two ledgers share a file and lose nothing of each other's`() async throws {
        let folder = try TemporaryFolder()
        let ledgers = (0..<2).map { _ in SQLiteCostLedger(path: "\(folder.path)/c.sqlite") }
        for number in 0..<50 { ledgers[number % 2].record(Self.call("\(number)", at: Double(number))) }
        for ledger in ledgers { try await ledger.flush() }
        #expect(try await Self.calls(ledgers[0]) == (0..<50).map(String.init))
        #expect(try await Self.calls(SQLiteCostLedger(path: "\(folder.path)/c.sqlite")).count == 50)
    }

    @Test func `a file appears with the first call, for its owner alone`() async throws {
        let folder = try TemporaryFolder()
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        try await ledger.flush()
        #expect(try folder.names(in: "") == [])
        ledger.record(Self.call("a"))
        try await ledger.flush()
        #expect(folder.mode(of: "c.sqlite") == 0o600)
    }

    @Test func `what cannot be written is told of, and written once it can be`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("no database at all".utf8, to: "c.sqlite")
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        ledger.record(Self.call("a"))
        let error = await #expect(throws: StorageError.self) { try await ledger.flush() }
        #expect(error?.code == .notADatabase)
        try folder.write([], to: "c.sqlite")
        ledger.record(Self.call("b"))
        try await ledger.flush()
        #expect(try await Self.calls(ledger) == ["a", "b"])
    }

    @Test func `calls of more than a year ago are forgotten`() async throws {
        let folder = try TemporaryFolder()
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        ledger.record(Self.call("old", at: 1))
        ledger.record(Self.call("kept", at: 2 * 86_400))
        ledger.record(Self.call("new", at: 401 * 86_400))
        #expect(try await Self.calls(ledger) == ["kept", "new"])
    }

    @Test func `a call under a clock that is years ahead drops none that follow`() async throws {
        let folder = try TemporaryFolder()
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        for (id, day) in [("ahead", 9_000.0), ("a", 400), ("b", 401)] {
            ledger.record(Self.call(id, at: day * 86_400))
            try await ledger.flush()
        }
        #expect(try await Self.calls(ledger) == ["a", "b", "ahead"])
    }

    @Test func `figures that no call has are bounded when they are read`() async throws {
        let folder = try TemporaryFolder()
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        var call = Self.call("a", cost: .min)
        (call.usage.inputTokens, call.usage.cachedInputTokens, call.savedTokens) = (.max, .max, .min)
        ledger.record(call)
        let read = try #require(try await ledger.entries(since: Timestamp(secondsSince1970: 0)).first)
        #expect(read.cost == .zero && read.savedTokens == 0)
        #expect(read.usage.cachedInputTokens.multipliedReportingOverflow(by: 100_000_000).overflow == false)
    }

    @Test func `a text with a NUL ends nothing`() async throws {
        let folder = try TemporaryFolder()
        let ledger = SQLiteCostLedger(path: "\(folder.path)/c.sqlite")
        ledger.record(Self.call("a\0b"))
        ledger.record(Self.call("a"))
        #expect(try await Self.calls(ledger) == ["a\u{FFFD}b", "a"])
    }
}
