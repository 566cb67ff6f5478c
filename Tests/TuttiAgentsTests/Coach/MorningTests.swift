import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

@Suite struct MorningTests {
    private static let now = Timestamp(secondsSince1970: 1_795_000_000)  // 2026-11-18

    private func coach(
        _ simulation: Simulation, model: (any LanguageModel)? = nil, directory: AgentDirectory? = nil,
        plans: Bool = true
    ) async throws -> Coach {
        let store = InMemoryMemoryStore()
        if plans {
            let yesterday = Coach(
                orchestrator: simulation.orchestrator(try Fixture.directory()),
                memory: .init(store) { Self.now.advanced(bySeconds: -86_400) })
            _ = try await yesterday.reply(to: "I will call Mara on Friday")
            try await yesterday.remember()
        }
        return Coach(
            orchestrator: simulation.orchestrator(try directory ?? Fixture.directory()), model: model,
            memory: .init(store) { Self.now })
    }

    @Test func `without a model the brief quotes what is due, what was planned and what matters`() throws {
        try simulate { simulation in
            let coach = try await self.coach(simulation)
            let start = simulation.clock.now
            let reply = try await coach.morning(within: .seconds(3))
            #expect(
                reply.text == """
                    Good morning.

                    Due today
                      • overdue since Nov 22: Send the quarterly report to Ines (high) [1]
                      • due today: Answer the landlord about the heating [1]

                    What you planned last time, on 2026-11-17
                      • “I will call Mara on Friday” [2]

                    What you hold on to
                      • “I believe that one thing done calmly beats five begun in a hurry.” [3]

                    Will you begin with that, or has something changed?

                    Sources
                      [1] tasks
                      [2] session 2026-11-17
                      [3] notes/values.md:5
                    """)
            #expect(reply.stage == .morning)
            #expect(reply.isWhole)
            // In parallel: as long as the slowest of the team.
            #expect(simulation.clock.now - start == .milliseconds(500))
            // It is a turn, and nothing to remember.
            #expect(await coach.conversation.turns.count == 1)
            #expect(try await coach.remember() == 0)
            #expect(await coach.contributions.count == 3)
        }
    }

    @Test func `each agent is asked for its part of the morning`() throws {
        try simulate { simulation in
            var directory = AgentDirectory()
            for (name, subject) in [("a", .memory), ("b", .tasks), ("c", .convictions), ("d", .other)]
                as [(String, AgentDirectory.Subject)]
            {
                try directory.register(name, EchoAgent(), description: "", subject: subject)
            }
            let reply = try await self.coach(simulation, directory: directory).morning()
            let said = reply.coordination?.contributions.compactMap(\.output.value?.text) ?? []
            #expect(said[0].contains("“What did I plan, what did I decide?”"))
            #expect(said[1].contains("“Which tasks are overdue or due today?”"))
            #expect(said[2].contains("“Which of my habits, values and goals matter this morning?”"))
            #expect(said[3].contains("“\(CoachPrompts().morning)”"))
        }
    }

    @Test func `a model words the brief, streamed, from the question of the prompts and what was found`() throws {
        try simulate { simulation in
            let model = simulation.model(.words("Good morning. Call Mara?", every: .milliseconds(10)))
            let coach = try await self.coach(simulation, model: model)
            let (stream, pieces) = AsyncStream.makeStream(of: String.self)
            let reply = try await coach.morning(within: .seconds(3)) { event in
                if case .run(let event) = event, case .answerDelta(_, _, let text) = event.kind { pieces.yield(text) }
            }
            pieces.finish()
            #expect(reply.text == "Good morning. Call Mara?")
            #expect(await stream.reduce(into: 0) { count, _ in count += 1 } == 4)
            // One call: nobody asks a model whom to ask.
            #expect(model.requests.count == 1)
            let request = model.requests[0]
            #expect(request.messages[0].text == SynthesisPrompts.answer)
            #expect(request.material["question"]?.string == CoachPrompts().morning)
            #expect(request.material["background"]?.string?.contains("- I will call Mara on Friday") == true)
        }
    }

    @Test(arguments: [true, false]) func `it keeps its deadline whatever happens`(_ hangs: Bool) throws {
        try simulate { simulation in
            var directory = try Fixture.directory()
            try directory.register(
                "slow", TimedAgent("late", after: .seconds(60)), description: "", subject: .convictions)
            let model = simulation.model([.hang(ignoringCancellation: true)], repeatsLast: true)
            let coach = try await self.coach(simulation, model: hangs ? model : nil, directory: directory, plans: false)
            let start = simulation.clock.now
            let reply = try await coach.morning(within: .seconds(3))
            #expect(simulation.clock.now - start <= .milliseconds(3002))
            #expect(reply.text.hasPrefix("Good morning.\n\nDue today\n"))
            #expect(reply.text.contains("Missing from this brief: slow"))
            #expect(reply.text.contains("What is the one thing that would make today a good day?"))
            #expect(!reply.isWhole)
        }
    }

    @Test func `a day on which nothing is due says so`() throws {
        try simulate { simulation in
            let directory = try Fixture.directory(
                memory: nil, tasks: "1 open task.\n• due Nov 29: Return the library books (low)", notes: nil)
            let reply = try await self.coach(simulation, directory: directory, plans: false).morning()
            #expect(reply.text.contains("Nothing is due today. Next: due Nov 29: Return the library books (low)."))
        }
    }
}
