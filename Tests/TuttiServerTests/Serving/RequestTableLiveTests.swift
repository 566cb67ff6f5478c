import Testing
import TuttiServer

/// What may come over a socket, byte for byte.
@Suite(.timeLimit(.minutes(2))) struct RequestTableLiveTests {
    private static func statuses(in response: String) -> [Int] {
        response.split(separator: "\r\n", omittingEmptySubsequences: false)
            .flatMap { $0.split(separator: "\n") }
            .compactMap { line in
                // A body has a line end behind it, or is followed by the next head at once.
                line.ranges(of: "HTTP/1.1 ").first.flatMap { Int(line[$0.upperBound...].prefix(3)) }
            }
    }

    @Test func `whatever comes has its status, and nothing fails or is let in that must not`() async throws {
        var configuration = EnsembleServer.Configuration()
        configuration.token = AccessToken(WireRow.token)
        configuration.connections.patience = .seconds(2)
        let script = EnsembleScript(interval: .milliseconds(1), agent: .milliseconds(1))
        try await LiveServer.withServer(script, configuration) { live in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for row in WireRow.table {
                    group.addTask {
                        let response = try await live.exchange(row.bytes)
                        let statuses = Self.statuses(in: response)
                        #expect(statuses == row.statuses, "\(row.name): \(response.prefix(300))")
                        #expect(statuses.allSatisfy { $0 < 500 }, "\(row.name)")
                        #expect(!response.contains(WireRow.token), "\(row.name)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `the table has no row twice, and many of them`() {
        #expect(Set(WireRow.table.map(\.name)).count == WireRow.table.count)
        #expect(WireRow.table.count >= 130)
    }
}
