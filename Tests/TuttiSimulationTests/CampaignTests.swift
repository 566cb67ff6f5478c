import Testing
import TuttiCore
import TuttiSimulation
import TuttiTesting

/// The real executor in random worlds, judged by ``WorldChecker``; `.ci/run` plays many more of them.
@Suite struct CampaignTests {
    @Test func `no world breaks an invariant`() async {
        let result = await Campaign(seeds: 0..<2_000).run()
        for finding in result.findings {
            Issue.record("seed \(finding.seed): \(finding.violations.prefix(3).joined(separator: "; "))")
        }
        #expect(result.tally.seeds == 2_000)
        // A fault that never strikes proves nothing.
        for happening in Happening.allCases {
            #expect(result.tally[happening] > 0, "no \(happening.label)")
        }
    }

    @Test func `the same seed gives the same trace, on any thread`() async {
        var campaign = Campaign(seeds: 5_000..<5_100)
        campaign.makesHashes = true
        let first = await campaign.run().hashes
        campaign.threads = 1
        let second = await campaign.run().hashes
        #expect(first.map(\.seed) == Array(5_000..<5_100))
        #expect(first.map(\.hash.value) == second.map(\.hash.value))
        #expect(Set(first.map(\.hash.value)).count == first.count)
    }

    @Test func `every state and status is reached`() throws {
        var states: Set<AgentState> = []
        var statuses: Set<RunStatus> = []
        for seed in 0..<300 as Range<UInt64> {
            for evidence in try Scenario(seed: seed).run().evidence {
                states.formUnion(evidence.report?.agents.map(\.state) ?? [])
                statuses.formUnion(evidence.report.map { [$0.status] } ?? [])
            }
        }
        #expect(states == Set(AgentState.allCases))
        #expect(statuses == Set(RunStatus.allCases))
    }
}
