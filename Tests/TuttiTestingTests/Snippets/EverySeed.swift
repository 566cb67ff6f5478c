// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Testing
import Tutti
import TuttiTesting

// snippet.show
@Test func `whatever the graph and the order, a run is over by its deadline`() throws {
    for seed in 0..<100 as Range<UInt64> {
        let random = RandomGraph(seed: seed, .layered(layers: 4, width: 5), .faulty)
        let report = try simulate(seed: seed) { simulation in
            try await simulation.run(random.makeGraph(), within: .seconds(2))
        }
        #expect(report.wallTime <= .seconds(2) + .milliseconds(1), "seed \(seed)")
    }
}
