import Testing
import TuttiAgents
import TuttiCore
import TuttiServer
import TuttiTesting

@Suite struct RepeatedRequestsTests {
    private static let contents = RequestFingerprint("/v1/chat/completions", [1])

    private static func key() throws -> RequestKey { try #require(try RequestKey("k", of: ClientID(1))) }

    @Test func `who sends a request again gets the same run, while it runs and when it has ended`() throws {
        let runs = try simulate { simulation in
            try await simulation.withHub { hub in
                let (repeats, key) = (RepeatedRequests(hub), try Self.key())
                let ensemble = try simulation.ensemble()
                var runs: [RunID] = []
                for _ in 0..<3 {
                    let entry = try await repeats.run(of: key, Self.contents) {
                        try await hub.begin("Q", by: ensemble, within: nil)
                    }
                    runs.append(entry.id)
                    if runs.count == 2 { _ = try await hub.report(of: entry.id) }
                }
                return runs
            }
        }
        #expect(Set(runs).count == 1)
    }

    @Test func `what could not begin may be sent again`() throws {
        try simulate { simulation in
            try await simulation.withHub { hub in
                let (repeats, key) = (RepeatedRequests(hub), try Self.key())
                await #expect(throws: ScriptedFailure.self) {
                    try await repeats.run(of: key, Self.contents) { throw ScriptedFailure("full") }
                }
                let ensemble = try simulation.ensemble()
                _ = try await repeats.run(of: key, Self.contents) {
                    try await hub.begin("Q", by: ensemble, within: nil)
                }
            }
        }
    }

    @Test func `a run ends when the last one that waits for it has gone, and not before`() throws {
        let (statuses, again) = try simulate { simulation in
            try await simulation.withHub { hub in
                let (repeats, key) = (RepeatedRequests(hub), try Self.key())
                let ensemble = try simulation.ensemble()
                let begin = { try await hub.begin("Q", by: ensemble, within: nil) }
                let entry = try await repeats.run(of: key, Self.contents, begin: begin)
                let followers = (0..<3).map { _ in repeats.follow(entry.id, hasKey: true) }
                var statuses: [RunStatus?] = []
                followers[0].go()
                followers[0].go()
                followers[1].end()
                try await simulation.clock.sleep(for: .milliseconds(10))
                statuses.append(hub.entry(entry.id)?.outcome?.status)
                followers[2].go()
                statuses.append(try await hub.report(of: entry.id)?.status)
                let again = try await repeats.run(of: key, Self.contents, begin: begin)
                return (statuses, again.id != entry.id)
            }
        }
        #expect(statuses.count == 2)
        #expect(statuses.first == .some(nil))
        #expect(statuses.last != .some(.complete) && statuses.last != .some(nil))
        #expect(again)
    }
}
