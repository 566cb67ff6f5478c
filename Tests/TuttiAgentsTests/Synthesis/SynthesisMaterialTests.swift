import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

/// What a model is shown of what was found.
@Suite struct SynthesisMaterialTests {
    private func material(
        _ contributions: [Contribution], question: Question = "How do I sleep better?", tokens: Int
    ) throws -> JSONValue {
        let text = try simulate { simulation in
            let model = simulation.model(.reply("Fine."))
            var configuration = ModelSynthesizer.Configuration()
            configuration.maximumMaterialTokens = tokens
            let synthesizer = ModelSynthesizer(
                model, executor: simulation.parallelExecutor(), configuration: configuration)
            var graph = AgentGraph("material")
            graph.add("answer") { context in
                try await synthesizer.synthesize(
                    SynthesisRequest(question: question, contributions: contributions), in: context)
            }
            _ = await simulation.parallelExecutor().run(try graph.plan())
            return model.requests.first?.messages.last?.text ?? ""
        }
        #expect(text.utf8.count <= tokens * 4)
        return try JSONValue(parsing: text)
    }

    private func contribution(_ agent: String, _ quotes: String...) -> Contribution {
        let citations = quotes.enumerated().map { Citation(source: "\(agent)/\($0.offset)", quote: $0.element) }
        return Contribution(agent, output: .available(AgentOutput("", citations: citations)))
    }

    @Test func `everything is shown where it fits, in the order of the strategy`() throws {
        let material = try self.material(
            [self.contribution("a", "apples", "sleep"), self.contribution("b", "pears")], tokens: 6000)
        #expect(material["sources"]?.array?.map { $0["quote"] } == ["apples", "sleep", "pears"])
        #expect(material["sources"]?.array?.map { $0["number"] } == [1, 2, 3])
        #expect(material["leftOut"] == nil)
    }

    @Test func `the least relevant goes first, and what stays keeps its order`() throws {
        let filler = String(repeating: "apples and pears ", count: 12)
        let quotes = (0..<12).map { $0 == 7 ? "I sleep better without a screen. \(filler)" : "Note \($0). \(filler)" }
        let contributions = quotes.enumerated().map { self.contribution("agent\($0.offset)", $0.element) }
        let material = try self.material(contributions, tokens: 500)
        let places = try #require(material["sources"]?.array).compactMap { $0["place"]?.string }
        #expect(places.contains("agent7/0"))
        #expect(places.count < 12)
        #expect(places == places.sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count })
        #expect(material["sources"]?.array?.map { $0["number"]?.integer } == places.indices.map { $0 + 1 })
        let findings = material["findings"]?.array?.count ?? 0
        #expect(material["leftOut"]?.integer == 24 - places.count - findings)
    }

    @Test(arguments: 100..<140) func `nothing is cut within a character, and the budget holds`(_ tokens: Int) throws {
        let text = String(repeating: "ä👨‍👩‍👧‍👦\n\"休", count: 200)
        let found = AgentOutput(text, citations: [Citation(source: "journal", quote: text)])
        let material = try self.material([Contribution("a", output: .available(found))], tokens: tokens)
        let shown =
            (material["findings"]?.array ?? []).compactMap { $0["text"]?.string }
            + (material["sources"]?.array ?? []).compactMap { $0["quote"]?.string }
        for part in shown where part.hasSuffix("…") {
            #expect(part.dropLast().allSatisfy { text.contains($0) })
        }
    }

    @Test func `a long question leaves room for what was found`() throws {
        let question = Question(
            String(repeating: "sleep ", count: 4000), background: String(repeating: "x", count: 9000))
        let material = try self.material([self.contribution("a", "I sleep well.")], question: question, tokens: 1000)
        #expect(material["sources"]?[0]?["quote"] == "I sleep well.")
    }

    @Test func `the latest that was said is shown where the question leaves room for it`() throws {
        // What a coach tells of a long conversation at most.
        let background = String(repeating: "Person: I sleep badly. ", count: 340) + "Coach: Try a walk."
        let question = Question("And then?", background: background)
        let material = try self.material([self.contribution("a", "I sleep well.")], question: question, tokens: 6000)
        #expect(material["background"]?.string == background)
    }

    @Test(arguments: ["\u{1}", "\"", "\n", "\u{2028}"])
    func `a question of characters that JSON escapes leaves room too`(_ character: String) throws {
        let question = Question(
            String(repeating: "sleep \(character)\(character)\(character)", count: 4000),
            background: String(repeating: character, count: 20_000))
        let material = try self.material([self.contribution("a", "I sleep well.")], question: question, tokens: 1000)
        #expect(material["sources"]?[0]?["quote"] == "I sleep well.")
    }
}
