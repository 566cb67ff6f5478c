internal import TuttiAgents
internal import TuttiCore
internal import TuttiModels
internal import TuttiTesting

/// Many questions with heavy-tailed latencies, answered in different ways under the same deadline.
///
/// Each way meets the same questions: the same strategies, the same latencies of agents and models, the same calls that
/// hang or fail. What a way learns it learns from the questions before; all of them are counted.
package struct QuestionExperiment: Sendable {
    /// What one way came to.
    package struct Series: Sendable {
        package var way: AnsweringWay
        package var complete = 0
        package var partial = 0
        package var nothing = 0
        /// Runs that were over by the deadline, with an answer or without.
        package var onTime = 0
        /// Times to the first word of the answer, the shortest first.
        package var firstWords: [Duration] = []
        /// Times to the end, the shortest first.
        package var times: [Duration] = []
        package var begun = 0
        package var used = 0
        /// Agents with effects that began before they were chosen.
        package var effects = 0
    }

    package var questions = 1_000
    package var seed: UInt64 = 1
    package var deadline = Duration.seconds(3)
    /// The longest that a call may take where nobody keeps the time.
    private static let patience = Duration.seconds(30)
    /// What a machine may be late by.
    private static let tolerance = Duration.milliseconds(1)

    package init() {}

    package func run() throws -> [Series] { try AnsweringWay.allCases.map(self.series) }

    private func series(_ way: AnsweringWay) throws -> Series {
        var series = Series(way: way)
        let rules = try SelectionRules(parsing: SimulatedQuestion.rules, file: "the experiment")
        let guidance = Orchestrator.Guidance(rules: rules, speculation: way == .speculative ? .init() : nil)
        let durations = DurationLog()
        for number in 0..<self.questions {
            let question = SimulatedQuestion(number, seed: self.seed)
            let answer = try simulate(on: DrainingExecutor(), seed: self.seed &+ UInt64(number), maximumSteps: .max) {
                simulation in
                way.isPatient
                    ? try await self.patientAnswer(question, way, simulation)
                    : try await self.answer(question, way, guidance, durations, simulation)
            }
            self.add(answer, to: &series)
        }
        series.firstWords.sort()
        series.times.sort()
        return series
    }

    private struct Answer: Sendable {
        var status: RunStatus
        var time: Duration
        var firstWord: Duration?
        var speculation = Speculation()
    }

    private func add(_ answer: Answer, to series: inout Series) {
        let isOnTime = answer.time <= self.deadline + Self.tolerance
        series.onTime += isOnTime ? 1 : 0
        series.times.append(answer.time)
        if let firstWord = answer.firstWord { series.firstWords.append(firstWord) }
        series.begun += answer.speculation.started.count
        series.used += answer.speculation.used.count
        let external = SimulatedQuestion.specialists.filter { $0.sideEffects != .none }.map(\.name)
        series.effects += answer.speculation.started.count { external.contains($0) }
        // An answer that comes too late is none for who waits.
        switch answer.status {
        case .complete where isOnTime: series.complete += 1
        case .partial where isOnTime: series.partial += 1
        default: series.nothing += 1
        }
    }

    // MARK: By the deadline

    private func answer(
        _ question: SimulatedQuestion, _ way: AnsweringWay, _ guidance: Orchestrator.Guidance,
        _ durations: DurationLog, _ simulation: Simulation
    ) async throws -> Answer {
        var directory = AgentDirectory()
        for specialist in SimulatedQuestion.specialists {
            var options = AgentOptions()
            options.sideEffects = specialist.sideEffects
            try directory.register(
                specialist.name, question.agent(specialist.name), description: specialist.name, options: options)
        }
        let strategist = ModelStrategist(ScriptedModel([question.strategySteps()], time: simulation.clock))
        let executor = simulation.parallelExecutor()
        let synthesizer = ModelSynthesizer(
            ScriptedModel([question.answerSteps()], time: simulation.clock), executor: executor)
        let coordination = try Orchestrator(
            directory: directory, strategist: way.overlaps ? strategist : PatientStrategist(strategist: strategist),
            synthesizer: synthesizer, executor: executor, time: simulation.clock, durations: durations,
            guidance: guidance
        ).begin(Question(question.text), within: self.deadline)
        let firstWord = await Self.firstWord(in: coordination.events)
        let report = await coordination.report()
        return Answer(
            status: report.status, time: report.wallTime, firstWord: firstWord, speculation: report.speculation)
    }

    private static func firstWord(in events: RunEvents) async -> Duration? {
        var firstWord: Duration?
        for await event in events {
            if firstWord == nil, case .answerDelta = event.kind { firstWord = event.time }
        }
        return firstWord
    }

    // MARK: Without one

    private func patientAnswer(
        _ question: SimulatedQuestion, _ way: AnsweringWay, _ simulation: Simulation
    ) async throws -> Answer {
        var graph = AgentGraph("patient")
        var options = AgentOptions()
        options.timeout = Self.patience
        var final = options
        final.isFinal = true
        let (strategy, answer) = (question.strategySteps(), question.answerSteps())
        graph.add("strategist", LLMAgent(model: ScriptedModel([strategy], time: simulation.clock)), options: options)
        graph.add("answer", LLMAgent(model: ScriptedModel([answer], time: simulation.clock)), options: final)
        var before = "strategist"
        for name in question.chosen {
            graph.add(name, question.agent(name), options: options)
            try graph.addDependency(of: name, on: before, .wants)
            try graph.addDependency(of: "answer", on: name, .wants)
            if way == .sequential { before = name }
        }
        let run = simulation.parallelExecutor().start(try graph.plan(), AgentRequest(question.text))
        let firstWord = await Self.firstWord(in: run.events)
        let report = await run.report()
        return Answer(status: report.status, time: report.wallTime, firstWord: firstWord)
    }
}
