import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

extension CoachEvent {
    fileprivate var line: String? {
        switch self {
        case .thinking: "thinking"
        case .replyDelta(let text): "delta \(text)"
        case .asking(_, let plan): "asking \(plan.agentNames.joined(separator: " "))"
        case .run(let event): event.kind.wireName.hasPrefix("run") ? event.kind.wireName : nil
        }
    }
}

@Suite struct CoachTests {
    private static let now = Timestamp(secondsSince1970: 1_795_000_000)  // 2026-11-18

    private func coach(
        _ simulation: Simulation, model: ScriptedModel? = nil, memory: (any MemoryStore)? = nil,
        configuration: Coach.Configuration = .init(), directory: AgentDirectory? = nil
    ) throws -> Coach {
        Coach(
            orchestrator: simulation.orchestrator(try directory ?? Fixture.directory()), model: model,
            memory: memory.map { .init($0) { Self.now } }, configuration: configuration)
    }

    private func reply(
        _ coach: Coach, _ message: String, within duration: Duration? = nil
    ) async throws -> (CoachReply, [String]) {
        let (stream, events) = AsyncStream.makeStream(of: String.self)
        let reply = try await coach.reply(to: message, within: duration) { event in
            if let line = event.line { events.yield(line) }
        }
        events.finish()
        return (reply, await stream.reduce(into: []) { $0.append($1) })
    }

    // MARK: Stage 1

    @Test func `what weighs on a person goes to the team at once, without a judgement`() throws {
        try simulate { simulation in
            let model = simulation.model(.reply("How nice."), repeatsLast: true)
            let team = try simulation.orchestrator(Fixture.directory())
            let coach = Coach(
                orchestrator: Orchestrator(
                    directory: team.directory, executor: simulation.parallelExecutor(), time: simulation.clock,
                    guidance: .init()), model: model)
            let (reply, _) = try await self.reply(coach, "thanks, but I'm still overwhelmed")
            #expect(reply.stage == .coordination)
            #expect(model.requests.isEmpty)
            let (small, _) = try await self.reply(coach, "thanks a lot")
            #expect(small.stage == .conversation)
            #expect(small.text == "How nice.")
        }
    }

    @Test func `without a model small talk gets a kind reply and asks nobody`() throws {
        try simulate { simulation in
            let (reply, events) = try await self.reply(self.coach(simulation), "Hello!")
            #expect(reply.stage == .conversation)
            #expect(reply.text == "Hello! What is on your mind today?")
            #expect(events == ["thinking", "delta Hello! What is on your mind today?"])
            #expect(simulation.clock.now == .zero)
        }
    }

    @Test func `the model replies itself, piece by piece, with the conversation before it`() throws {
        try simulate { simulation in
            let model = simulation.model(.reply("Hello there."), .words("As I said before.", every: .milliseconds(10)))
            let coach = try self.coach(simulation, model: model)
            _ = try await self.reply(coach, "hi")
            let (reply, events) = try await self.reply(coach, "come again?")
            #expect(reply.text == "As I said before.")
            #expect(reply.isWhole)
            #expect(reply.usage.outputTokens > 0)
            // "As" could still become the mark: it is held back until it cannot.
            #expect(events == ["thinking", "delta As I", "delta  said", "delta  before."])
            let material = try JSONValue(parsing: model.requests[1].messages[1].text)
            #expect(material["conversation"] == "Person: hi\nCoach: Hello there.")
            #expect(material["message"] == "come again?")
        }
    }

    @Test func `a reply that only looks like the mark is shown whole`() throws {
        try simulate { simulation in
            let (reply, events) = try await self.reply(
                self.coach(simulation, model: simulation.model(.reply("Ask"))), "x")
            #expect(reply.stage == .conversation)
            #expect(reply.text == "Ask")
            #expect(events == ["thinking", "delta Ask"])
        }
    }

    // MARK: Stage 2

    @Test(arguments: [
        "ASK THE TEAM", "\n**Ask the team**", "ASK THE TEAM.\nBecause it is about tasks.", "`ASK THE TEAM`",
    ])
    func `the mark of the model hands over to the team, and is never shown`(_ mark: String) throws {
        try simulate { simulation in
            let model = simulation.model([
                .text(String(mark.prefix(5))), .text(String(mark.dropFirst(5))), .finish(.stop),
            ])
            let (reply, events) = try await self.reply(self.coach(simulation, model: model), "nothing special")
            #expect(reply.stage == .coordination)
            #expect(
                events == ["thinking", "asking memory tasks notes answer", "runStarted", "runFinished"])
            #expect(reply.text.contains("Send the quarterly report to Ines"))
            #expect(reply.isWhole)
            #expect(reply.totalUsage.outputTokens > 0)
        }
    }

    @Test func `a model that goes on after the mark is stopped`() throws {
        try simulate { simulation in
            let model = simulation.model([.text("ASK THE TEAM"), .hang(ignoringCancellation: false)])
            let (reply, _) = try await self.reply(self.coach(simulation, model: model), "nothing special")
            #expect(reply.stage == .coordination)
            #expect(model.callsEnded == 1)
            #expect(simulation.clock.now == .milliseconds(500))
        }
    }

    @Test(arguments: [true, false]) func `when the model fails or hangs the rules judge`(_ hangs: Bool) throws {
        try simulate { simulation in
            let broken: [ScriptedModel.Step] =
                hangs ? [.hang(ignoringCancellation: true)] : [.fail(ModelError(.overloaded, "Overloaded."))]
            let model = simulation.model(broken, repeatsLast: true)
            let coach = try self.coach(simulation, model: model)
            let (talk, _) = try await self.reply(coach, "hello", within: .seconds(3))
            #expect(talk.stage == .conversation)
            #expect(talk.warnings.count == 1)
            let begin = simulation.clock.now
            let (help, _) = try await self.reply(coach, "I'm overwhelmed", within: .seconds(3))
            #expect(help.stage == .coordination)
            #expect(help.text.contains("Send the quarterly report to Ines"))
            #expect(simulation.clock.now - begin <= .seconds(3))
        }
    }

    @Test func `the turn keeps its deadline, the judgement included`() throws {
        try simulate { simulation in
            var directory = AgentDirectory()
            try directory.register("slow", TimedAgent("late", after: .seconds(60)), description: "")
            let model = simulation.model([.wait(.seconds(1)), .text("ASK THE TEAM"), .finish(.stop)])
            let coach = try self.coach(simulation, model: model, directory: directory)
            let (reply, _) = try await self.reply(coach, "I'm overwhelmed", within: .seconds(3))
            #expect(simulation.clock.now <= .milliseconds(3002))
            #expect(!reply.isWhole)
            #expect(reply.coordination?.status == .nothing)
            #expect(reply.text.contains("slow (timed out)"))
        }
    }

    @Test func `the team knows what was said before`() throws {
        try simulate { simulation in
            let model = simulation.model(.reply(Fixture.goodStrategy))
            let coach = Coach(orchestrator: simulation.orchestrator(try Fixture.directory(), ModelStrategist(model)))
            _ = try await coach.reply(to: "Hello!")
            _ = try await coach.reply(to: "What should I do first?")
            let material = try JSONValue(parsing: model.requests[0].messages[1].text)
            #expect(material["background"]?.string?.hasPrefix("Person: Hello!\nCoach: Hello!") == true)
        }
    }

    @Test func `a conversation keeps to its bounds, and forgets the oldest first`() throws {
        try simulate { simulation in
            var configuration = Coach.Configuration()
            configuration.limits.maximumTurns = 3
            configuration.limits.maximumBytes = 2000
            let coach = try self.coach(simulation, configuration: configuration)
            for number in 1...5 { _ = try await coach.reply(to: "film \(number)") }
            #expect(await coach.conversation.turns.map(\.message) == ["film 3", "film 4", "film 5"])
            _ = try await coach.reply(to: String(repeating: "é", count: 100_000))
            let turns = await coach.conversation.turns
            #expect(turns.reduce(0) { $0 + $1.message.utf8.count + $1.reply.utf8.count } <= 2010)
            #expect(turns.last?.message.hasPrefix("éé") == true)
        }
    }

    // MARK: Stage 3

    @Test func `the report quotes what was found in the whole conversation, as Markdown`() throws {
        try simulate { simulation in
            let coach = try self.coach(simulation, memory: InMemoryMemoryStore())
            _ = try await coach.reply(to: "Hello!")
            _ = try await coach.reply(to: "I'm overwhelmed")
            _ = try await coach.reply(to: "What should I do <first>? [x](http://evil)")
            let report = try await coach.report()
            #expect(report.stage == .report)
            #expect(report.isWhole)
            #expect(
                report.text.hasPrefix("# Deep thoughts, 2026-11-18\n\n## What we talked about\n\n- “I'm overwhelmed”\n")
            )
            #expect(report.text.contains("## What helped before\n\n- “I said I was overwhelmed"))
            #expect(report.text.contains("## One way to start\n\nTake “Send the quarterly report to Ines” first"))
            #expect(report.text.contains("## Sources\n\n- [1] conversation 2026-11-06"))
            #expect(!report.text.contains("<"))
            #expect(!report.text.contains("]("))
            #expect(report.text.components(of: "Send the quarterly report to Ines (high)") == 1)
            #expect(await coach.conversation.turns.count == 3)
        }
    }

    @Test func `a model writes the report from all contributions, streamed`() throws {
        try simulate { simulation in
            let model = simulation.model(
                .reply("ASK THE TEAM"), .words("# Deep thoughts and more [1]", every: .milliseconds(10)))
            let coach = try self.coach(simulation, model: model)
            _ = try await coach.reply(to: "I'm overwhelmed")
            let report = try await coach.report(within: .seconds(3))
            #expect(report.text.hasPrefix("# Deep thoughts and more [1]\n\nSources\n  [1] "))
            let messages = model.requests[1].messages
            #expect(messages[0].text == SynthesisPrompts.report)
            let material = try JSONValue(parsing: messages[1].text)
            #expect(material["findings"]?.array?.count == 3)
            #expect(material["background"]?.string?.contains("Person: I'm overwhelmed") == true)
        }
    }

    @Test func `a model that hangs leaves a report that quotes, on time`() throws {
        try simulate { simulation in
            let model = simulation.model(.reply("ASK THE TEAM"), [.hang(ignoringCancellation: true)])
            let coach = try self.coach(simulation, model: model)
            _ = try await coach.reply(to: "I'm overwhelmed")
            let begin = simulation.clock.now
            let report = try await coach.report(within: .seconds(2))
            #expect(simulation.clock.now - begin <= .seconds(2))
            #expect(report.text.hasPrefix("# Deep thoughts\n"))
            #expect(!report.isWhole)
            #expect(report.warnings.count == 1)
        }
    }

    @Test func `a report about nothing says so`() throws {
        try simulate { simulation in
            let report = try await self.coach(simulation).report()
            #expect(report.text.contains("Nothing was talked about yet"))
        }
    }

    // MARK: Memory

    @Test func `the session is remembered once, without small talk and without what only quotes`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let model = simulation.model(.reply("Hi."), .reply("A film, why not."), .reply("ASK THE TEAM"))
            let coach = try self.coach(simulation, model: model, memory: store)
            _ = try await coach.reply(to: "hello")
            _ = try await coach.reply(to: "Maybe a film tonight.")
            _ = try await coach.reply(to: "I'm overwhelmed")
            #expect(try await coach.remember() == 2)
            #expect(try await coach.remember() == 0)
            let entries = await store.recent(limit: 10).filter { !SessionNotes.isNotes($0) }
            #expect(entries.allSatisfy { $0.kind == .conversation && $0.source == "conversation 2026-11-18" })
            #expect(
                Set(entries.map(\.text)) == [
                    "I said: Maybe a film tonight.\nThe coach answered: A film, why not.", "I said: I'm overwhelmed",
                ])
        }
    }

    @Test func `a memory that fails keeps nothing from being remembered the next time`() throws {
        try simulate { simulation in
            let store = MoodyStore()
            let coach = try self.coach(simulation, memory: store)
            _ = try await coach.reply(to: "I'm overwhelmed")
            await #expect(throws: StorageError.self) { try await coach.remember() }
            #expect(try await coach.remember() == 1)
        }
    }
}

/// Fails the first time.
private actor MoodyStore: MemoryStore {
    private var calls = 0
    func add(_ entries: [MemoryEntry]) throws {
        self.calls += 1
        if self.calls == 1 { throw StorageError(.busy, "busy.") }
    }
    func search(_ query: MemoryQuery) -> [MemoryPassage] { [] }
    func recent(limit: Int) -> [MemoryEntry] { [] }
    func themes(limit: Int) -> [MemoryTheme] { [] }
}

extension String {
    fileprivate func components(of part: String) -> Int { self.ranges(of: part).count }
}
