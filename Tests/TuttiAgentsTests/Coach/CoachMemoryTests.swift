import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

@Suite struct CoachMemoryTests {
    private static let monday = Timestamp(secondsSince1970: 1_795_000_000)  // 2026-11-18
    private static let plan = "I will call Mara on Friday"

    private func coach(
        _ simulation: Simulation, _ store: any MemoryStore, model: (any LanguageModel)? = nil, daysLater: Double = 0,
        directory: AgentDirectory? = nil, configuration: Coach.Configuration = .init()
    ) throws -> Coach {
        let date = Self.monday.advanced(bySeconds: daysLater * 86_400)
        return Coach(
            orchestrator: simulation.orchestrator(try directory ?? Fixture.directory()), model: model,
            memory: .init(store) { date }, configuration: configuration)
    }

    /// One session in which something was decided and planned.
    private func session(_ simulation: Simulation, in store: any MemoryStore, model: (any LanguageModel)? = nil)
        async throws
    {
        let coach = try self.coach(simulation, store, model: model)
        for message in ["hello", "I decided to leave the choir.", "\(Self.plan). It is about her move to Lisbon."] {
            _ = try await coach.reply(to: message)
        }
        try await coach.remember()
    }

    private func notes(in store: InMemoryMemoryStore) async -> [MemoryEntry] {
        await store.recent(limit: 100).filter { SessionNotes.isNotes($0) }
    }

    // MARK: Writing

    @Test func `a session leaves notes of what was said, decided and planned`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            try await self.session(simulation, in: store)
            let notes = await self.notes(in: store)
            #expect(
                notes.map(\.text) == [
                    """
                    Planned:
                    - \(Self.plan).
                    Decided:
                    - I decided to leave the choir.
                    Said:
                    - It is about her move to Lisbon.
                    """
                ])
            #expect(notes.first?.kind == .conversation)
            #expect(notes.first?.source == "session 2026-11-18")
            // What is said once is no theme, though it stands in two entries.
            #expect(await store.themes(limit: 10).isEmpty)
        }
    }

    @Test func `the notes of a session are kept once, however often they are written`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let coach = try self.coach(simulation, store)
            _ = try await coach.reply(to: Self.plan)
            #expect(try await coach.remember() == 1)
            #expect(try await coach.remember() == 0)
            _ = try await coach.reply(to: "I decided to leave the choir.")
            #expect(try await coach.remember() == 1)
            let notes = await self.notes(in: store)
            #expect(notes.count == 1)
            #expect(notes.first?.text == "Planned:\n- \(Self.plan)\nDecided:\n- I decided to leave the choir.")
            #expect(await store.recent(limit: 10).count == 3)
        }
    }

    @Test func `what a long session no longer keeps is remembered all the same, within a bound`() throws {
        try simulate { simulation in
            for (bytes, remembered) in [(4 << 20, 60), (0, 5)] {
                let store = InMemoryMemoryStore()
                var configuration = Coach.Configuration()
                configuration.limits.maximumTurns = 5
                configuration.limits.maximumWaitingBytes = bytes
                let coach = try self.coach(simulation, store, configuration: configuration)
                for number in 1...60 { _ = try await coach.reply(to: "film \(number) was so quiet") }
                #expect(try await coach.remember() == remembered)
                #expect(try await coach.remember() == 0)
                #expect(await store.recent(limit: 100).count == remembered)
            }
        }
    }

    @Test func `small talk leaves nothing, and asks no model for notes`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let model = RespondingModel(time: simulation.clock) { _ in .reply("Hello.") }
            let coach = try self.coach(simulation, store, model: model)
            for message in ["hello", "how are you?", "thanks", "bye"] { _ = try await coach.reply(to: message) }
            #expect(try await coach.remember() == 0)
            #expect(await store.recent(limit: 10).isEmpty)
            #expect(model.requests.allSatisfy { $0.purpose == .conversation })
        }
    }

    @Test func `a question of which nothing is a fact is what was said`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let coach = try self.coach(simulation, store)
            _ = try await coach.reply(to: "which tasks are overdue?")
            try await coach.remember()
            #expect(await self.notes(in: store).map(\.text) == ["Said:\n- which tasks are overdue?"])
        }
    }

    @Test func `a model writes the notes, with what it was told of the conversation`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let model = RespondingModel(time: simulation.clock) { request in
                guard request.purpose == .session else { return .reply("I see.") }
                let told = request.material["conversation"]?.string ?? ""
                let plan = Spoken.sentences(of: told, naming: ["Friday"]).first?.replacing("Person: ", with: "") ?? ""
                return .reply(#"{"said": [], "decided": ["To leave."], "planned": ["\#(plan)"]}"#)
            }
            try await self.session(simulation, in: store, model: model)
            #expect(await self.notes(in: store).map(\.text) == ["Planned:\n- \(Self.plan)\nDecided:\n- To leave."])
            let request = model.requests.last
            #expect(request?.responseSchema?.name == "session")
        }
    }

    @Test(
        arguments: [
            .reply("Nothing."), .reply(#"{"said": [], "decided": [], "planned": []}"#),
            [.fail(ModelError(.overloaded, "Overloaded."))], [.hang(ignoringCancellation: true)],
            [.text(#"{"said": ["#), .finish(.length)],
        ] as [[ScriptedModel.Step]])
    func `whatever the model does, the notes that rules made are there, in time`(_ answer: [ScriptedModel.Step]) throws
    {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            let model = RespondingModel(time: simulation.clock) { $0.purpose == .session ? answer : .reply("I see.") }
            let start = simulation.clock.now
            try await self.session(simulation, in: store, model: model)
            #expect(await self.notes(in: store).first?.text.hasPrefix("Planned:\n- \(Self.plan).\n") == true)
            #expect(simulation.clock.now - start <= .milliseconds(5002))
        }
    }

    // MARK: Recalling

    @Test func `a new session knows the plan of the last one: the model is told of it`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            try await self.session(simulation, in: store)
            let model = RespondingModel(time: simulation.clock) { request in
                let told = request.material["conversation"]?.string ?? ""
                return .reply(Spoken.sentences(of: told, naming: ["Friday"]).first ?? "I do not know.")
            }
            let coach = try self.coach(simulation, store, model: model, daysLater: 1)
            let reply = try await coach.reply(to: "what did I plan?")
            #expect(reply.text == "- \(Self.plan)")
            #expect(reply.warnings.isEmpty)
            let told = model.requests[0].material["conversation"]?.string ?? ""
            #expect(told.hasPrefix("Earlier sessions:\nSession of 2026-11-18\nPlanned:\n- \(Self.plan).\nDecided:\n"))
            #expect(told.hasSuffix("Said:\n- It is about her move to Lisbon."))
            // The notes of this session are made of this session alone.
            _ = try await coach.reply(to: "I decided to sell the piano.")
            try await coach.remember()
            let noted = try #require(model.requests.last { $0.purpose == .session }?.material["conversation"]?.string)
            #expect(noted.hasPrefix("Person: what did I plan?\n"))
            #expect(!noted.contains("Session of"))
        }
    }

    @Test func `without a model the team finds the plan, and a greeting names it`() throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            try await self.session(simulation, in: store)
            var directory = AgentDirectory()
            try directory.register(
                "memory", MemoryAgent(store: store) { Self.monday.advanced(bySeconds: 86_400) }, description: "Memory.",
                subject: .memory)
            let coach = try self.coach(simulation, store, daysLater: 1, directory: directory)
            let greeting = try await coach.reply(to: "Good morning!")
            #expect(
                greeting.text
                    == "Hello again! Last time, on 2026-11-18, you planned: “\(Self.plan).” How is it going?")
            let reply = try await coach.reply(to: "what did I plan?")
            #expect(reply.stage == .coordination)
            #expect(reply.text.contains(Self.plan))
            #expect(reply.text.contains("session 2026-11-18"))
        }
    }

    @Test(arguments: [
        (["I will read book number 2"], ["2026-11-18"]),
        (["I will read on", "I will read", "I am tired"], ["2026-11-20", "2026-11-19"]),
        (["I will read", "I am tired", "I am sad", "I am ill"], ["2026-11-21", "2026-11-20", "2026-11-18"]),
    ])
    func `the two newest sessions are recalled, and one with a plan`(_ sessions: [String], _ days: [String]) throws {
        try simulate { simulation in
            let store = InMemoryMemoryStore()
            for (day, message) in sessions.enumerated() {
                let coach = try self.coach(simulation, store, daysLater: Double(day))
                _ = try await coach.reply(to: message)
                try await coach.remember()
            }
            let coach = try self.coach(simulation, store, daysLater: 9)
            #expect(try await coach.reply(to: "hello").text.hasPrefix("Hello again!"))
            _ = try await coach.reply(to: "I will write a letter")
            try await coach.remember()
            _ = try await coach.reply(to: "ok")
            let background = await coach.conversation.background
            #expect(background.matches(of: /Session of (\S+)/).map { String($0.output.1) } == days)
        }
    }

    @Test func `a memory that hangs costs a tenth of the deadline, twice at most`() throws {
        try simulate { simulation in
            let coach = try self.coach(simulation, HangingStore())
            var times: [Duration] = []
            var warnings: [Int] = []
            for _ in 1...3 {
                let start = simulation.clock.now
                let reply = try await coach.reply(to: "hello", within: .seconds(3))
                times.append(simulation.clock.now - start)
                warnings.append(reply.warnings.count)
            }
            // A millisecond more, until a call that does not stop is abandoned.
            #expect(times == [.milliseconds(301), .milliseconds(301), .zero])
            #expect(warnings == [1, 1, 0])
        }
    }
}

private struct HangingStore: MemoryStore {
    func add(_ entries: [MemoryEntry]) async throws {}
    func search(_ query: MemoryQuery) async throws -> [MemoryPassage] { [] }
    func recent(limit: Int) async throws -> [MemoryEntry] {
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        return []
    }
    func themes(limit: Int) async throws -> [MemoryTheme] { [] }
}
