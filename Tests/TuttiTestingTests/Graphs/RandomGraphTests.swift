import Testing
import TuttiCore
import TuttiTesting

@Suite struct RandomGraphTests {
    @Test func `a seed gives the same graph again, another seed another one`() throws {
        let first = RandomGraph(seed: 1)
        #expect(RandomGraph(seed: 1).edges == first.edges)
        #expect(RandomGraph(seed: 2).edges != first.edges)
        // Written down: the same on every platform.
        let edges = RandomGraph(seed: 1, .sparse(agents: 4)).edges.map { "\($0.dependent)<\($0.dependency)" }
        #expect(edges == ["a1<a0", "a2<a0", "a2<a1", "a3<a0", "a3<a2"])
    }

    @Test func `layers depend on the layer before, on one to three of it`() throws {
        let random = RandomGraph(seed: 7, .layered(layers: 5, width: 4))
        #expect(random.agents.count == 20)
        func layer(_ name: String) throws -> Int { try #require(Int(name.dropFirst())) / 4 }
        for edge in random.edges { #expect(try layer(edge.dependency) == layer(edge.dependent) - 1) }
        for (name, _) in random.agents {
            let count = random.edges.count { $0.dependent == name }
            #expect(try layer(name) == 0 ? count == 0 : (1...3).contains(count), "\(name)")
        }
        #expect(try random.makeGraph().plan().phases.count <= 5)
    }

    @Test func `sparse graphs have so many inputs on average, each once, and none is its own`() throws {
        let random = RandomGraph(seed: 3, .sparse(agents: 2_000, inputs: 3))
        #expect(abs(Double(random.edges.count) / 2_000 - 3) < 0.15)
        #expect(Set(random.edges.map { [$0.dependent, $0.dependency] }).count == random.edges.count)
        #expect(random.edges.allSatisfy { $0.dependent != $0.dependency })
        let wanted = Double(random.edges.count { $0.kind == .wants }) / Double(random.edges.count)
        #expect(abs(wanted - 0.25) < 0.03)
        _ = try random.makeGraph().plan()
    }

    @Test func `sizes are kept within bounds`() {
        #expect(RandomGraph(seed: 1, .sparse(agents: 0)).agents.count == 1)
        #expect(RandomGraph(seed: 1, .layered(layers: -1, width: 0)).agents.count == 1)
        #expect(RandomGraph(seed: 1, .layered(layers: .max, width: .max)).agents.count == 10_000)
        let dense = RandomGraph(seed: 1, .sparse(agents: 200, inputs: 1e9))
        let most = Dictionary(grouping: dense.edges, by: \.dependent).values.map(\.count).max()
        #expect(most.map { (50...64).contains($0) } == true)
    }

    @Test func `faults are as frequent as they are told`() throws {
        let random = RandomGraph(seed: 9, .sparse(agents: 1_000, inputs: 0), .faulty)
        let report = try simulate(seed: 9) { simulation in
            try await simulation.run(random.makeGraph(), within: .seconds(1_000))
        }
        func share(_ condition: (AgentReport) -> Bool) -> Double {
            Double(report.agents.count(where: condition)) / 1_000
        }
        #expect(abs(share { $0.state == .failed } - 0.2) < 0.04)
        #expect(abs(share { $0.state == .timedOut } - 0.2) < 0.04)
        #expect(abs(share { $0.abandoned > 0 } - 0.1) < 0.03)
        #expect(report["a0"] != nil && random["a0"]?.callCount == 1 && random["b"] == nil)
    }

    @Test func `a run of any of them keeps the order and the deadline`() throws {
        for seed in 0..<50 as Range<UInt64> {
            let random = RandomGraph(seed: seed, .sparse(agents: 15), .faulty)
            let recorder = EventRecorder()
            let report = try simulate(seed: seed) { simulation in
                try await simulation.run(random.makeGraph(), within: .seconds(2), recorder: recorder)
            }
            #expect(report.wallTime <= .seconds(2) + .milliseconds(1), "seed \(seed)")
            for edge in random.edges {
                guard let start = recorder.start(of: edge.dependent) else { continue }
                #expect(recorder.end(of: edge.dependency).map { $0 <= start } == true, "seed \(seed), \(edge)")
            }
        }
    }
}
