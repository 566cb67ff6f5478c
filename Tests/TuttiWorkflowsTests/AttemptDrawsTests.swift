import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

@Suite struct AttemptDrawsTests {
    @Test func `equal attempts draw the same, on every platform and in every process`() {
        #expect(Self.draw("0123456789abcdef", "memory", 1) == Self.draw("0123456789abcdef", "memory", 1))
        #expect(Self.draw("0123456789abcdef", "memory", 1) == 8_494_561_495_172_307_016)
        #expect(Self.draw("0123456789abcdef", "memory", 2) == 11_047_739_260_439_201_061)
    }

    @Test func `another run, agent or attempt is another draw`() {
        var seen: Set<UInt64> = []
        for run in 0..<10 {
            for agent in ["a", "b", "ab", "ba"] {
                for attempt in 1...10 { seen.insert(Self.draw("run\(run)", agent, attempt)) }
            }
        }
        #expect(seen.count == 400)
        // The names are not run together.
        #expect(Self.draw("ab", "c", 1) != Self.draw("a", "bc", 1))
    }

    @Test func `the first numbers of many attempts are spread evenly, and neighbours have nothing in common`() {
        let runs = (0..<4_000).map { "run-\($0)" }
        let first = runs.map { Double(Self.draw($0, "memory", 1) >> 11) * 0x1p-53 }
        let others = [
            runs.map { Double(Self.draw($0, "memory", 2) >> 11) * 0x1p-53 },
            runs.map { Double(Self.draw($0, "memorx", 1) >> 11) * 0x1p-53 },
        ]
        for tenth in 0..<10 {
            let count = first.count { Int($0 * 10) == tenth }
            #expect((320...480).contains(count), "\(tenth): \(count), 400 expected")
        }
        for other in others {
            // Products of what is independent and has mean zero: twelve times their mean is a correlation.
            let sum = zip(first, other).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) }
            #expect(abs(sum / Double(runs.count) * 12) < 0.06)
        }
    }

    @Test func `a simulated agent draws from its run when nothing else is given`() throws {
        let workflow = try WorkflowParsingTests.parse(
            """
            agents:
              a: { kind: simulated, duration: { p50: 100ms, p95: 1s } }
              b: { kind: simulated, duration: { p50: 100ms, p95: 1s } }
            """)
        func run(_ seed: UInt64) throws -> [Duration] {
            try simulate(seed: seed) { simulation in
                let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
                return await simulation.parallelExecutor().run(plan).agents.map(\.duration)
            }
        }
        #expect(try run(1) == run(1))
        #expect(try Set(run(1) + run(2)).count == 4)
    }

    private static func draw(_ run: String, _ agent: String, _ attempt: Int) -> UInt64 {
        var generator = AttemptDraws.generator(run: RunID(run), agent: agent, attempt: attempt)
        return generator.next()
    }
}
