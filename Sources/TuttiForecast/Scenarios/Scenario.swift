internal import TuttiCore
package import TuttiWorkflows

/// A workflow as it might be: with what stands in for its real agents, and with changes.
package struct Scenario: Hashable, Sendable {
    /// The changes as they were asked for.
    package var name: String
    package var workflow: Workflow
    /// The changes that every scenario has, as they were written.
    package var settings: [String] = []
    /// By the name of the agent; only those that are not simulated by themselves.
    package var standIns: [String: StandIn] = [:]
    /// What cannot be known without asking, in words.
    private var guesses: [String] = []

    /// Takes a workflow as it is, with what was measured of the agents that are not simulated.
    package init(_ workflow: Workflow, _ measurements: Measurements = .init()) {
        self.name = "baseline"
        self.workflow = workflow
        for index in self.workflow.agents.indices {
            let name = self.workflow.agents[index].name
            self.workflow.agents[index].prepareForForecast(isRead: workflow.reads(name))
            guard !self.workflow.agents[index].kind.isSimulated else { continue }
            self.standIns[name] = StandIn(measurements: measurements.byAgent[name] ?? [])
        }
        self.guesses = workflow.guesses
    }

    /// The agents of which nobody knows how long they take.
    package var agentsWithoutDuration: [WorkflowAgent] {
        self.workflow.agents.filter { self.standIns[$0.name]?.isKnown == false }
    }

    /// What was taken for granted, in words; the output says it.
    package var assumptions: [String] {
        self.settings.map { "\($0), as was set" } + self.knowledge + self.guesses
    }

    /// Where the durations of the agents that are not simulated come from.
    private var knowledge: [String] {
        self.workflow.agents.compactMap { agent in
            guard let standIn = self.standIns[agent.name] else { return nil }
            let kind = agent.kind.name
            if standIn.stated != nil { return "\(agent.name) (\(kind)) is simulated with a stated duration" }
            var text = "\(agent.name) (\(kind)) draws from \(standIn.measurements.count) measured attempts"
            let cut = standIn.measurements.count { $0.ending == .timedOut }
            if cut > 0 { text += "; \(cut) of them timed out and count as never ending" }
            return text
        }
    }

    /// Whether some agent goes through a list of durations, so that the number of the run matters.
    var takesTurns: Bool {
        self.workflow.agents.contains { agent in
            if case .simulated(let simulated) = agent.kind { return simulated.duration.takesTurns }
            return self.standIns[agent.name]?.stated?.takesTurns ?? false
        }
    }

    /// The plan of the run with this number.
    func plan(run: Int) throws -> ExecutionPlan {
        try self.workflow.makePlan(firstTurn: run) { agent in
            guard let standIn = self.standIns[agent.name] else {
                preconditionFailure("'\(agent.name)' is neither simulated nor has a stand-in")
            }
            return standIn.makeAgent(firstTurn: run)
        }
    }

    /// What an attempt of each agent costs beside the usage that it records, in US dollars.
    var costsPerAttempt: [Double] {
        self.workflow.agents.map { agent in
            (self.standIns[agent.name]?.usage.costUSD ?? 0) > 0 ? 0 : agent.expectedCost
        }
    }
}

extension SimulatedDuration {
    var takesTurns: Bool {
        switch self {
        case .fixed, .logNormal: false
        case .inTurn: true
        case .adjusted(let base, _, _): base.takesTurns
        }
    }
}
