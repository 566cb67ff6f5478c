internal import TuttiCore

/// What can be said only when the whole file has been read: names, cycles, and settings that contradict each other.
struct WorkflowChecks {
    /// The most cycles that are reported.
    private static let maximumCycles = 10
    /// The most problems that come with a suggestion.
    private static let maximumHints = 20

    private let workflow: Workflow
    private let names: Set<String>
    private let reader: WorkflowReader
    private(set) var problems: [WorkflowError.Problem] = []

    init(_ workflow: Workflow, _ reader: WorkflowReader) {
        self.workflow = workflow
        self.names = Set(workflow.agents.map(\.name))
        self.reader = reader
    }

    mutating func run() {
        self.checkMentions()
        self.checkQuorums()
        self.checkRaces()
        self.checkConditions()
        self.checkFinalAgents()
        self.checkTemplates()
        self.checkCycles()
        self.checkSettings()
    }

    private mutating func fail(_ message: String, _ mention: WorkflowReader.Mention) {
        self.problems.append(.init(message, at: mention.place, keyPath: mention.keyPath))
    }

    private mutating func fail(_ message: String, agent: String, key: String? = nil) {
        let path = "agents.\(harmless(agent))" + (key.map { ".\($0)" } ?? "")
        let place = self.reader.places[path] ?? self.reader.agentPlaces[agent]
        self.problems.append(.init(message, at: place, keyPath: path))
    }

    private mutating func checkMentions() {
        var seen: Set<[String]> = []
        for mention in self.reader.mentions {
            if mention.name == mention.agent {
                self.fail("an agent cannot depend on itself", mention)
            } else if !self.names.contains(mention.name) {
                self.fail("there is no agent \(quoted(mention.name))\(self.hint(for: mention.name))", mention)
            } else if !seen.insert([mention.agent, mention.name]).inserted {
                self.fail("\(quoted(mention.name)) is listed twice: once is enough", mention)
            }
        }
    }

    /// What was probably meant; only for the first problems, because every agent is compared with.
    private func hint(for name: String) -> String {
        guard self.problems.count < Self.maximumHints else { return "" }
        if let meant = suggestion(for: name, among: self.workflow.agents.map(\.name)) {
            return "; did you mean \(quoted(meant))?"
        }
        return "; the agents are \(self.workflow.agents.prefix(8).map { harmless($0.name) }.joined(separator: ", "))"
            + (self.workflow.agents.count > 8 ? ", …" : "")
    }

    private mutating func checkQuorums() {
        for agent in self.workflow.agents {
            guard let quorum = agent.quorum, quorum.count > quorum.agents.count, quorum.count > 0 else { continue }
            self.fail(
                "\(quorum.count) of \(quorum.agents.count) agents can never succeed: lower 'count' or add to 'of'",
                agent: agent.name, key: "quorum")
        }
    }

    private mutating func checkRaces() {
        for agent in self.workflow.agents where !agent.firstOf.isEmpty {
            if agent.quorum != nil {
                self.fail("an agent has a quorum or a race, not both: remove one", agent: agent.name, key: "firstOf")
            } else if agent.firstOf.count < 2 {
                self.fail("a race takes two agents or more; 'needs' is for one", agent: agent.name, key: "firstOf")
            }
        }
    }

    private mutating func checkConditions() {
        let agents = Dictionary(
            self.workflow.agents.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for mention in self.reader.conditionInputs where agents[mention.agent]?.inputs.contains(mention.name) != true {
            self.fail(self.noInput(mention.name, of: mention.agent), mention)
        }
        for agent in self.workflow.agents {
            for name in agent.condition?.missingInputs ?? [] where agent.needs.contains(name) {
                let message = "\(quoted(name)) is needed, so it is never missing: put it under 'wants'"
                self.fail(message, agent: agent.name, key: "when")
            }
        }
    }

    /// Why a name is no input of an agent, and what to do.
    private func noInput(_ name: String, of agent: String) -> String {
        guard name != agent else { return "an agent has no access to its own output" }
        guard self.names.contains(name) else { return "there is no agent \(quoted(name))\(self.hint(for: name))" }
        return "\(quoted(name)) is no input of this agent: add it to 'needs' or 'wants'"
    }

    private mutating func checkFinalAgents() {
        let final = Set(self.workflow.agents.filter(\.isFinal).map(\.name))
        for mention in self.reader.mentions where final.contains(mention.name) && !final.contains(mention.agent) {
            let name = quoted(mention.name)
            self.fail("\(name) is final, so it may end too late: make this agent final too, or that one not", mention)
        }
    }

    private mutating func checkTemplates() {
        let inputs = Dictionary(
            self.workflow.agents.map { ($0.name, Set($0.inputs)) }, uniquingKeysWith: { first, _ in first })
        let maps = Set(self.workflow.agents.filter { $0.map != nil }.map(\.name))
        for use in self.reader.templates {
            for name in use.template.agents where inputs[use.agent]?.contains(name) != true {
                let message = self.noInput(name, of: use.agent)
                self.problems.append(.init(message, at: use.place, keyPath: use.keyPath))
            }
            if use.template.usesItem, !maps.contains(use.agent) {
                let message = "{{item}} and {{index}} are there only in an agent with 'map'"
                self.problems.append(.init(message, at: use.place, keyPath: use.keyPath))
            }
        }
    }

    /// A walk along the dependencies, with a stack of its own: a chain may have a thousand agents.
    private mutating func checkCycles() {
        var edges: [String: [WorkflowReader.Mention]] = [:]
        for mention in self.reader.mentions where mention.name != mention.agent && self.names.contains(mention.name) {
            edges[mention.agent, default: []].append(mention)
        }
        var done: Set<String> = []
        var cycles = 0
        for start in self.workflow.agents.map(\.name) where !done.contains(start) {
            var path = [start]
            var isOnPath: Set<String> = [start]
            var next = [0]
            while let agent = path.last, let index = next.last {
                guard let mention = edges[agent].flatMap({ index < $0.count ? $0[index] : nil }) else {
                    done.insert(agent)
                    isOnPath.remove(path.removeLast())
                    next.removeLast()
                    continue
                }
                next[next.count - 1] += 1
                if isOnPath.contains(mention.name), cycles < Self.maximumCycles {
                    cycles += 1
                    let cycle = path.drop { $0 != mention.name } + [mention.name]
                    let names = cycle.map { harmless($0) }.joined(separator: " → ")
                    self.fail("the dependencies go round: \(names); remove one of them", mention)
                } else if !done.contains(mention.name), !isOnPath.contains(mention.name) {
                    path.append(mention.name)
                    isOnPath.insert(mention.name)
                    next.append(0)
                }
            }
        }
    }

    private mutating func checkSettings() {
        if let deadline = self.workflow.deadline, let reserve = self.workflow.reserve, reserve >= deadline {
            let place = self.reader.places["reserve"]
            self.problems.append(.init("must be shorter than the deadline", at: place, keyPath: "reserve"))
        }
        for agent in self.workflow.agents {
            if let timeout = agent.timeout, agent.minimumBudget > timeout {
                let message = "must not be longer than the timeout: the agent would never start"
                self.fail(message, agent: agent.name, key: "minimumBudget")
            }
            if agent.hedge != nil { self.checkSideEffects(of: agent, "be made twice", key: "hedge") }
            if agent.cache != nil { self.checkSideEffects(of: agent, "be answered from a cache", key: "cache") }
        }
    }

    private mutating func checkSideEffects(of agent: WorkflowAgent, _ use: String, key: String) {
        guard agent.effectiveSideEffects != .none else { return }
        let message =
            if let stated = agent.sideEffects {
                "a call with \(stated.rawValue) side effects must not \(use): remove '\(key)'"
            } else {
                "a call of kind \(agent.kind.name) may have side effects, so it must not \(use): "
                    + "add 'sideEffects: none' if it has none, or remove '\(key)'"
            }
        self.fail(message, agent: agent.name, key: key)
    }
}

extension InputCondition {
    /// The inputs that must be missing for the condition to hold.
    fileprivate var missingInputs: [String] {
        switch self {
        case .input(let name, .missing): [name]
        case .all(let conditions): conditions.flatMap(\.missingInputs)
        case .input, .not, .any: []
        }
    }
}
