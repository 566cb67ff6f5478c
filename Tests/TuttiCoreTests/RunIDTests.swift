import Testing
import TuttiCore

@Suite struct RunIDTests {
    @Test func `the text of a drawn identity gives the same identity`() {
        var generator = SeededRandomNumberGenerator(seed: 1)
        var texts: Set<String> = []
        for _ in 0..<2000 {
            let drawn = RunID.random(using: &generator)
            let read = RunID(drawn.description)
            #expect(read == drawn)
            #expect(read.hashValue == drawn.hashValue)
            #expect(read.description == drawn.description)
            texts.insert(drawn.description)
        }
        #expect(texts.count == 2000)
        #expect(
            texts.allSatisfy {
                $0.utf8.count == 16 && $0.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) }
            })
    }

    @Test(arguments: [
        "", "run-1", "0000000000000000", "zzzzzzzzzzzzzzzz", "ABCDEFGHJKMNPQRS", "0123456789abcdei", "０123456789abcd",
        "0123456789abcdefg", "köln0123456789ab",
    ])
    func `any other text stays as it was given`(text: String) {
        #expect(RunID(text).description == text)
        #expect(RunID(text) == RunID(text))
        #expect(RunID(text) != RunID(text + "x"))
    }

    @Test func `each run has an identity of its own, also of executors that begin at the same moment`() async throws {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.isolation = .cooperative
        graph.add("a", options: options) { _ in }
        let plan = try graph.plan()
        let identities = await withTaskGroup(of: Set<RunID>.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var identities: Set<RunID> = []
                    for _ in 0..<250 { identities.insert(await ParallelExecutor().run(plan).run) }
                    return identities
                }
            }
            return await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(identities.count == 2000)
    }
}
