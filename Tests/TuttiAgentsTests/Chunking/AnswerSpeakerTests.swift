import Testing
import TuttiAgents
import TuttiCore
import TuttiModels
import TuttiTesting

@Suite struct AnswerSpeakerTests {
    private struct Spoken: Equatable {
        var time: Duration
        var text: String
    }

    /// Asks the fixture, whose agents end after 500 ms, and returns what is spoken, with its times.
    private func spoken(
        of reply: [ScriptedModel.Step], within duration: Duration = .seconds(10)
    ) throws -> (lines: [Spoken], report: CoordinationReport) {
        try self.spoken(within: duration) { simulation in
            ModelSynthesizer(simulation.model(reply), executor: simulation.parallelExecutor())
        }
    }

    private func spoken(
        within duration: Duration, _ makeSynthesizer: @escaping @Sendable (Simulation) -> any Synthesizer
    ) throws -> (lines: [Spoken], report: CoordinationReport) {
        try simulate { simulation in
            let synthesizer = makeSynthesizer(simulation)
            let coordination = try simulation.orchestrator(
                try Fixture.directory(), StandardStrategist(), synthesizer
            ).begin(Fixture.question, within: duration)
            let lines = Lock<[Spoken]>([])
            let speaker = AnswerSpeaker(time: simulation.clock) { line in
                let text =
                    switch line {
                    case .chunk(_, _, let speak): speak
                    case .restart: "<restart>"
                    }
                lines.withLock { $0.append(Spoken(time: simulation.clock.now, text: text)) }
            }
            let report = await speaker.speak(coordination)
            // Nothing of the speaker holds the report up.
            #expect(simulation.clock.now - report.wallTime < .milliseconds(2))
            return (lines.withLock { $0 }, report)
        }
    }

    @Test func `a listener that goes away ends the answer, and its model is asked no more`() throws {
        try simulate { simulation in
            let model = simulation.model(
                [.text("Begin now. Take"), .wait(.seconds(1)), .text(" a walk. Then"), .wait(.seconds(60))])
            let synthesizer = ModelSynthesizer(model, executor: simulation.parallelExecutor())
            let coordination = try simulation.orchestrator(
                try Fixture.directory(), StandardStrategist(), synthesizer
            ).begin(Fixture.question, within: .seconds(90))
            let heard = Lock(0)
            let speaker = AnswerSpeaker(time: simulation.clock) { _ in
                heard.withLock { $0 += 1 }
                coordination.cancel()
            }
            let report = await speaker.speak(coordination)
            #expect(heard.withLock { $0 } > 0)
            #expect(report.status != .complete && report.wallTime < .seconds(2))
        }
    }

    /// Says half a sentence and never comes back.
    private struct Stuck: Synthesizer {
        var expectedDuration: Duration { .seconds(1) }

        func synthesize(_ request: SynthesisRequest, in context: AgentContext) async throws -> Synthesis {
            context.yield("You carry a lot, and then")
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            return Synthesis("")
        }
    }

    @Test func `an answer that breaks off and begins anew does not mix with what was spoken`() throws {
        let (lines, report) = try self.spoken(within: .seconds(3)) { _ in Stuck() }
        #expect(report.status == .partial)
        #expect(lines.prefix(4).map(\.text) == ["You carry a lot,", "and", "<restart>", "You wrote:"])
        #expect(lines[1].time == .milliseconds(1500))
        #expect(lines.count { $0.text == "<restart>" } == 1)
    }

    @Test func `whoever interrupts hears no more`() throws {
        let texts = try simulate { simulation in
            let coordination = try simulation.orchestrator(
                try Fixture.directory(), StandardStrategist(), Stuck()
            ).begin(Fixture.question, within: .seconds(30))
            let lines = Lock<[SpokenAnswer.Line]>([])
            let speaker = AnswerSpeaker(time: simulation.clock) { line in lines.withLock { $0.append(line) } }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await speaker.speak(coordination) }
                // Throws only when it is cancelled itself.
                try? await simulation.clock.sleep(for: .seconds(1))
                group.cancelAll()
            }
            #expect(simulation.clock.now < .seconds(2))
            return lines.withLock { $0 }
        }
        #expect(texts == [.chunk(1, text: "You carry a lot,", speak: "You carry a lot,")])
    }

    @Test func `a model that falls silent in the middle of a sentence is spoken after a second`() throws {
        let (lines, report) = try self.spoken(of: [
            .text("You carry a"), .wait(.milliseconds(300)), .text(" lot and"), .wait(.seconds(4)),
            .text(" more. Begin"), .finish(.stop),
        ])
        #expect(
            lines == [
                Spoken(time: .milliseconds(1500), text: "You carry a lot"),
                Spoken(time: .milliseconds(4800), text: "and more."), Spoken(time: .milliseconds(4800), text: "Begin"),
            ])
        #expect(report.status == .complete)
    }

    @Test func `the first clause is spoken before the sentence is there`() throws {
        let (lines, _) = try self.spoken(
            of: .words("You carry a lot, and one thing is due today. Begin now.", every: .milliseconds(100)))
        #expect(
            lines == [
                Spoken(time: .milliseconds(1000), text: "You carry a lot,"),
                Spoken(time: .milliseconds(1600), text: "and one thing is due today."),
                Spoken(time: .milliseconds(1700), text: "Begin now."),
            ])
    }

    @Test func `text that was spoken for its age leaves a later deadline for what follows`() throws {
        let (lines, _) = try self.spoken(of: [
            .text("You carry a lot. Then"), .wait(.milliseconds(600)), .text(" it is"), .wait(.milliseconds(600)),
            .text(" as it is"), .wait(.seconds(3)), .finish(.stop),
        ])
        #expect(
            lines.map(\.time) == [
                .milliseconds(500), .milliseconds(1500), .milliseconds(2100), .milliseconds(4700),
            ])
        #expect(lines.map(\.text) == ["You carry a lot.", "Then it", "is as it", "is"])
    }

    @Test(arguments: [true, false]) func `an answer that nobody gave in time is spoken as it was found`(
        _ ignoresCancellation: Bool
    ) throws {
        let (lines, report) = try self.spoken(
            of: [.hang(ignoringCancellation: ignoresCancellation)], within: .seconds(3))
        #expect(report.status == .partial)
        #expect(lines.first?.text == "You wrote:")
        #expect(lines.last?.text.contains("put together without a language model") == true)
        #expect(lines.allSatisfy { $0.time <= .seconds(3) && $0.text != "<restart>" && $0.text != "Sources" })
    }
}
