import Testing
import TuttiAgents
import TuttiCore
import TuttiJSON
import TuttiModels
import TuttiTesting

@Suite struct ContributionLogTests {
    private func part(_ agent: String, _ turn: Int, subject: AgentDirectory.Subject = .memory) -> Contribution {
        let output = AgentOutput("\(agent) \(turn)", citations: [Citation(source: "\(agent) \(turn)", quote: "q")])
        return Contribution(agent, subject: subject, output: .available(output))
    }

    @Test func `of the oldest contributions there is one for each agent, which has all of them`() {
        var log = ContributionLog(maximum: 4)
        log.add([Contribution("gone", output: .missing(.notYet))])
        for turn in 1...5 {
            log.add([self.part("a", turn), self.part("b", turn), self.part("t", turn, subject: .tasks)])
        }
        #expect(log.all.map(\.agent) == ["a", "b", "t", "t", "a", "b", "t"])
        #expect(log.all[0].output.value?.text == "a 1\na 2\na 3\na 4")
        #expect(log.all[0].output.value?.citations.map(\.source) == ["a 1", "a 2", "a 3", "a 4"])
        // Of lists of tasks the newest counts.
        #expect(log.all[2].output.value?.text == "t 3")
        let few = log.condensed(to: 4)
        #expect(few.map(\.agent) == ["a", "b", "t", "t"])
        #expect(few[1].output.value?.text == "b 1\nb 2\nb 3\nb 4\nb 5")
        #expect(log.condensed(to: 1).count == 3)
        #expect(log.condensed(to: 7).count == 7)
    }

    @Test func `it keeps to its bounds for ever`() {
        var log = ContributionLog(maximum: 8)
        for turn in 1...200 {
            var part = self.part("a", turn)
            part.output = part.output.map {
                AgentOutput(String(repeating: "x", count: 200) + $0.text, citations: $0.citations)
            }
            log.add([part, self.part("b", turn)])
        }
        #expect(log.all.count == 10)
        for part in log.all {
            #expect(part.output.value?.text.utf8.count ?? 0 <= ContributionLog.maximumTextLength)
            #expect(part.output.value?.citations.count ?? 0 <= ContributionLog.maximumCitations)
        }
        #expect(log.all[0].output.value?.text.hasSuffix("a 196") == true)
    }

    // MARK: In reports

    /// A team that finds something else in each turn, and a conversation that outgrows its words.
    private func talk(_ simulation: Simulation, _ model: (any LanguageModel)?, turns: Int) async throws -> Coach {
        var directory = AgentDirectory()
        let numbers = Lock(0)
        for name in ["memory", "notes"] {
            try directory.register(
                name, FindingAgent(numbers: numbers), description: "", subject: name == "notes" ? .convictions : .memory
            )
        }
        let coach = Coach(orchestrator: simulation.orchestrator(directory), model: model)
        for number in 1...turns {
            _ = try await coach.reply(to: "I worry. \(number): \(Spoken.filler(number))")
            try await simulation.clock.sleep(for: .seconds(2))
        }
        return coach
    }

    @Test func `a report quotes turns that are folded, of every agent`() throws {
        try simulate { simulation in
            let coach = try await self.talk(simulation, nil, turns: 6)
            let report = try await coach.report()
            for number in 1...12 {
                #expect(report.text.contains("Finding number \(number) was this."), "\(number)")
                #expect(report.text.contains("] place \(number)\n"), "\(number)")
            }
            #expect(report.text.ranges(of: "## What you said before").count == 1)
        }
    }

    @Test func `a model gets all of it, also when there are more contributions than it is shown`() throws {
        try simulate { simulation in
            let model = RespondingModel(time: simulation.clock) { request in
                switch request.purpose {
                case .conversation: .reply("ASK THE TEAM")
                case .summary: .reply("It was about worries.")
                default: .reply("# Deep thoughts")
                }
            }
            let coach = try await self.talk(simulation, model, turns: 30)
            #expect(await coach.conversation.summarizedTurns > 10)
            #expect(await coach.contributions.count == 60)
            _ = try await coach.report()
            let request = try #require(model.requests.last { $0.purpose == .report })
            let agents = request.material["findings"]?.array?.compactMap { $0["agent"]?.string } ?? []
            #expect(agents.count == 32)
            let places = request.material["sources"]?.array?.compactMap { $0["place"]?.string } ?? []
            #expect(places.contains("place 1") && places.contains("place 2"))
            #expect(request.material["background"]?.string?.contains("It was about worries.") == true)
        }
    }

    @Test func `a report tells what was decided and planned`() throws {
        try simulate { simulation in
            let coach = Coach(orchestrator: simulation.orchestrator(try Fixture.directory()))
            _ = try await coach.reply(to: "I decided to leave the choir. I will call Mara on Friday.")
            let report = try await coach.report()
            #expect(
                report.text.contains(
                    "## What you decided\n\n- “I decided to leave the choir.”\n\n## What you planned\n\n"
                        + "- “I will call Mara on Friday.”\n\n## "))
        }
    }
}

/// Finds something else whenever it is asked.
private struct FindingAgent: Agent {
    let numbers: Lock<Int>

    func run(_ context: AgentContext) async throws -> AgentOutput {
        let number = self.numbers.withLock { number in
            number += 1
            return number
        }
        return AgentOutput(
            "Found:", citations: [Citation(source: "place \(number)", quote: "Finding number \(number) was this.")])
    }
}
