import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

@Suite struct ModelSynthesizerTests {
    @Test func `what a quotation says already is not said twice, and what that saves is counted`() throws {
        let (_, _, model) = try self.ask(.reply("Fine."))
        let request = try #require(model.requests.first)
        let text = request.messages.last?.text ?? ""
        #expect(text.ranges(of: "Return the library books").count == 1)
        // The lines of the three tasks, which their quotations repeat, at four bytes a token.
        #expect((30...60).contains(request.savedTokens), "\(request.savedTokens)")
    }

    /// Runs a question over the fixture and returns the report, the pieces of the answer with their times, and the model.
    private func ask(
        _ reply: [ScriptedModel.Step], within duration: Duration? = .seconds(3),
        memory: AgentOutput? = Fixture.memory, configuration: ModelSynthesizer.Configuration = .init()
    ) throws -> (report: CoordinationReport, deltas: [(time: Duration, text: String)], model: ScriptedModel) {
        try simulate { simulation in
            let model = simulation.model(reply)
            let synthesizer = ModelSynthesizer(
                model, executor: simulation.parallelExecutor(), configuration: configuration)
            let coordination = try simulation.orchestrator(
                try Fixture.directory(memory: memory), StandardStrategist(), synthesizer
            ).begin(Fixture.question, within: duration)
            var deltas: [(Duration, String)] = []
            for await event in coordination.events {
                if case .answerDelta("answer", 1, let text) = event.kind { deltas.append((event.time, text)) }
            }
            let report = await coordination.report()
            if let duration { #expect(simulation.clock.now <= duration) }
            return (report, deltas, model)
        }
    }

    @Test func `the words of the model are given on as they come, and together they are the answer`() throws {
        let (report, deltas, _) = try self.ask(
            .words("You carry a lot. Send the report [1] in one block [2].", every: .milliseconds(50)))
        #expect(report.status == .complete)
        #expect(deltas.prefix(3).map(\.text) == ["You", " carry", " a"])
        #expect(deltas.prefix(3).map(\.time) == [.milliseconds(550), .milliseconds(600), .milliseconds(650)])
        #expect(deltas.map(\.text).joined() == report.answer)
        #expect(
            report.answer?.hasSuffix("\n\nSources\n  [1] conversation 2026-11-06\n  [2] journal 2026-11-07") == true)
        #expect(report.citations.map(\.source) == ["conversation 2026-11-06", "journal 2026-11-07"])
        #expect(report.warnings.isEmpty)
    }

    @Test func `the model gets the findings quoted, the places numbered and the missing agents with the reason`() throws
    {
        let (_, _, model) = try self.ask(.reply("Fine."), memory: nil)
        let messages = try #require(model.requests.first).messages
        #expect(messages[0].text == SynthesisPrompts.answer)
        let material = try JSONValue(parsing: messages[1].text)
        #expect(material["question"] == .string(Fixture.question.text))
        #expect(material["missing"]?[0]?["agent"] == "memory")
        #expect(material["missing"]?[0]?["reason"] == "failed")
        #expect(material["findings"]?.array?.count == 2)
        #expect(material["sources"]?[0]?["number"] == 1)
        #expect(material["sources"]?[0]?["place"] == "tasks")
        #expect(material["sources"]?[3]?["number"] == 2)
    }

    @Test func `what is least relevant has no place in a small material, and the model is told`() throws {
        var configuration = ModelSynthesizer.Configuration()
        configuration.maximumMaterialTokens = 180
        let (_, _, model) = try self.ask(.reply("Fine."), configuration: configuration)
        let text = try #require(model.requests.first).messages[1].text
        #expect(text.utf8.count <= 180 * 4)
        let material = try JSONValue(parsing: text)
        #expect(material["question"] == .string(Fixture.question.text))
        let shown = (material["sources"]?.array?.count ?? 0) + (material["findings"]?.array?.count ?? 0)
        #expect(shown > 0)
        // Three findings and six quotations were there.
        #expect(material["leftOut"]?.integer == 9 - shown)
    }

    @Test func `a model that is too slow is cut before the deadline, and what it said stands`() throws {
        let text = Array(repeating: "word", count: 100).joined(separator: " ")
        let (report, deltas, model) = try self.ask(.words(text, every: .milliseconds(100)))
        #expect(report.status == .partial)
        #expect(report.synthesis?.isWhole == false)
        #expect(report.answer?.hasSuffix("word …") == true)
        #expect(deltas.map(\.text).joined() == report.answer)
        #expect(report.wallTime == .milliseconds(2900))
        #expect(report.warnings.contains { $0.contains("cut short") })
        #expect(report.usage.outputTokens > 0)
        #expect(model.callsEnded == 1)
    }

    @Test func `an answer that time cuts ends at a sentence`() throws {
        // A sentence each 240 ms from 500 ms on; the model is cut at 2,900 ms, within the tenth.
        let text = Array(repeating: "Begin with [1] now.", count: 30).joined(separator: " ")
        let (report, deltas, _) = try self.ask(.words(text, every: .milliseconds(60)))
        #expect(report.status == .partial)
        let sentences = Array(repeating: "Begin with [1] now.", count: 9).joined(separator: " ")
        #expect(report.answer == sentences + "\n\nSources\n  [1] conversation 2026-11-06")
        #expect(deltas.map(\.text).joined() == report.answer)
        // Word by word first, then sentence by sentence.
        #expect(deltas.prefix(30).allSatisfy { !$0.text.dropFirst().contains(" ") })
        #expect(deltas.dropLast().last?.text.hasSuffix(" with [1] now.") == true)
        #expect(report.wallTime == .milliseconds(2900))
    }

    @Test func `a sentence that is whole when the model stalls stands, and needs no mark`() throws {
        let (report, deltas, _) = try self.ask([
            .text("You carry a lot. "), .wait(.milliseconds(2200)), .text("Begin now."),
            .hang(ignoringCancellation: true),
        ])
        #expect(report.answer == "You carry a lot. Begin now.")
        #expect(report.status == .partial)
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test func `a sentence that had begun before the end of the time and does not end is marked`() throws {
        let (report, deltas, _) = try self.ask([
            .text("You carry a lot. Begin"), .wait(.milliseconds(2300)), .text(" now with"),
            .hang(ignoringCancellation: false),
        ])
        #expect(report.answer == "You carry a lot. Begin …")
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test func `half a sentence that came at the last moment is worth less than what was found`() throws {
        let (report, deltas, _) = try self.ask([
            .wait(.milliseconds(2300)), .text("You carry"), .hang(ignoringCancellation: false),
        ])
        #expect(report.synthesis?.isExtract == true)
        #expect(report.status == .partial)
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test func `an answer that ends in time is whole, however late its last sentence is`() throws {
        let (report, deltas, _) = try self.ask([
            .text("You carry a lot. Begin"), .wait(.milliseconds(2300)), .text(" now and rest"), .finish(.stop),
        ])
        #expect(report.answer == "You carry a lot. Begin now and rest")
        #expect(report.status == .complete)
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test(arguments: [true, false]) func `a model that says nothing is replaced by what was found, on time`(
        _ ignoresCancellation: Bool
    ) throws {
        let (report, deltas, _) = try self.ask([.hang(ignoringCancellation: ignoresCancellation)])
        #expect(report.status == .partial)
        #expect(report.synthesis?.isExtract == true)
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
        #expect(deltas.map(\.text).joined() == report.answer)
        #expect(report.wallTime <= .milliseconds(2902))
        #expect(report.warnings.contains { $0.contains("what was found is quoted instead") })
    }

    @Test func `a model that fails in the middle is followed by what was found`() throws {
        let error = ModelError(.overloaded, "The provider is overloaded.")
        let (report, deltas, _) = try self.ask([.text("Begin with the"), .fail(error)])
        #expect(report.status == .partial)
        #expect(report.answer?.hasPrefix("Begin with the …\n\n(Here the answer broke off.") == true)
        #expect(report.answer?.contains("Send the quarterly report to Ines") == true)
        #expect(deltas.map(\.text).joined() == report.answer)
        #expect(report.warnings.contains { $0.contains("The provider is overloaded.") })
    }

    @Test func `an answer at its limit of tokens is marked as cut`() throws {
        let (report, deltas, _) = try self.ask([.text("So begin"), .finish(.length)])
        #expect(report.answer == "So begin …")
        #expect(report.status == .partial)
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test(arguments: ["", " \n "]) func `an empty answer is none`(_ text: String) throws {
        let (report, deltas, _) = try self.ask(text.isEmpty ? [.finish(.stop)] : .reply(text))
        #expect(report.synthesis?.isExtract == true)
        #expect(deltas.map(\.text).joined() == report.answer)
    }

    @Test func `a source that was never found is a warning, and is not listed`() throws {
        let (report, _, _) = try self.ask(.reply("As you wrote [9], and [1, 3], [x], [1"))
        #expect(report.warnings == ["the answer cites [9], which is no source that was found"])
        #expect(report.answer?.hasSuffix("Sources\n  [1] conversation 2026-11-06\n  [3] tasks") == true)
    }

    @Test func `the tokens are counted once, on the answer`() throws {
        let usage = TokenUsage(inputTokens: 120, outputTokens: 30)
        let (report, _, _) = try self.ask([.text("Fine."), .usage(usage), .finish(.stop)])
        #expect(report.run["answer"]?.usage == Usage(inputTokens: 120, outputTokens: 30))
        #expect(report.usage == Usage(inputTokens: 120, outputTokens: 30))
    }

    @Test func `tokens of a model that had to be abandoned are estimated`() throws {
        let (report, _, _) = try self.ask([.text("Begin"), .hang(ignoringCancellation: true)])
        #expect(report.usage.inputTokens > 100)
        #expect(report.usage.outputTokens == 2)
        #expect(report.answer == "Begin …")
    }

    @Test func `cancelling the run ends the call of the model`() throws {
        try simulate { simulation in
            let model = simulation.model([.text("Begin"), .hang(ignoringCancellation: false)])
            let synthesizer = ModelSynthesizer(model, executor: simulation.parallelExecutor())
            let coordination = try simulation.orchestrator(
                try Fixture.directory(), StandardStrategist(), synthesizer
            ).begin(Fixture.question)
            try await simulation.clock.sleep(for: .seconds(1))
            coordination.cancel()
            let report = await coordination.report()
            #expect(report.run["answer"]?.state == .cancelled)
            #expect(model.callsEnded == 1)
            #expect(simulation.clock.now <= .milliseconds(1002))
        }
    }
}
