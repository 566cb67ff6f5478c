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
        for use in self.reader.templates {
            for name in use.template.agents where inputs[use.agent]?.contains(name) != true {
                let message =
                    if name == use.agent {
                        "an agent has no access to its own output"
                    } else if self.names.contains(name) {
                        "\(quoted(name)) is no input of this agent: add it to 'needs' or 'wants'"
                    } else {
                        "there is no agent \(quoted(name))\(self.hint(for: name))"
                    }
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
        for agent in self.workflow.agents where agent.hedge != nil && agent.sideEffects == .external {
            let message = "a call with external side effects must not be made twice: remove 'hedge'"
            self.fail(message, agent: agent.name, key: "hedge")
        }
    }
}
