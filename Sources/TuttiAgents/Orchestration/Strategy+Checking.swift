extension Strategy {
    /// The strategy without what the directory does not have, and a warning for each such thing.
    ///
    /// A missing agent must not cost the answer: it is left out, and so is a dependency on an agent that is not asked.
    /// Everything else that is wrong refuses the strategy.
    ///
    /// - Throws: ``OrchestrationError``: `malformed` for an agent that is asked twice, waits for itself, or when nobody
    ///   is left; `tooLarge` for more than ``maximumAgents``; `cycle` naming the whole cycle.
    public func checked(
        against directory: AgentDirectory
    ) throws(OrchestrationError) -> (strategy: Strategy, warnings: [String]) {
        guard self.assignments.count <= Self.maximumAgents else {
            let message = "\(self.assignments.count) agents, at most \(Self.maximumAgents) are allowed"
            throw OrchestrationError(.tooLarge, message, at: "agents")
        }
        var warnings: [String] = []
        var checked = self
        checked.assignments = []
        for (index, assignment) in self.assignments.enumerated() {
            let name = assignment.agent.sanitizedLine(maximumLength: 64)
            guard directory[assignment.agent] != nil else {
                warnings.append("the strategy names '\(name)', which is not an agent here: it is left out")
                continue
            }
            if checked.assignments.contains(where: { $0.agent == assignment.agent }) {
                throw OrchestrationError(.malformed, "'\(name)' is asked twice", at: "agents[\(index)].name")
            }
            if assignment.after.contains(assignment.agent) {
                throw OrchestrationError(.malformed, "'\(name)' waits for itself", at: "agents[\(index)].after")
            }
            checked.assignments.append(assignment)
        }
        guard !checked.assignments.isEmpty else {
            let known = directory.names.joined(separator: ", ")
            throw OrchestrationError(.malformed, "it asks nobody; the agents are: \(known)", at: "agents")
        }
        warnings += checked.dropStrayDependencies()
        if let cycle = checked.cycle {
            let names = cycle.joined(separator: " → ")
            throw OrchestrationError(.cycle, "the agents wait for each other: \(names)", at: "agents")
        }
        return (checked, warnings)
    }

    private mutating func dropStrayDependencies() -> [String] {
        let asked = Set(self.assignments.map(\.agent))
        var warnings: [String] = []
        for index in self.assignments.indices {
            let agent = self.assignments[index].agent
            var seen: Set<String> = []
            self.assignments[index].after.removeAll { !seen.insert($0).inserted }
            let stray = self.assignments[index].after.filter { !asked.contains($0) }
            self.assignments[index].after.removeAll { !asked.contains($0) }
            warnings += stray.map { name in
                "'\(agent)' should wait for '\(name.sanitizedLine(maximumLength: 64))', which is not asked: it does not"
            }
        }
        return warnings
    }

    /// The first cycle, its first name repeated at the end; nil when there is none.
    ///
    /// At most ``maximumAgents`` agents: an agent that is never released is part of a cycle or behind one, and going
    /// from one to a dependency that was not released either must come back.
    private var cycle: [String]? {
        var waiting = Dictionary(
            self.assignments.map { ($0.agent, $0.after) }, uniquingKeysWith: { first, _ in first })
        for _ in self.assignments {
            for assignment in self.assignments where assignment.after.allSatisfy({ waiting[$0] == nil }) {
                waiting[assignment.agent] = nil
            }
        }
        guard var name = self.assignments.map(\.agent).first(where: { waiting[$0] != nil }) else { return nil }
        var path: [String] = []
        while !path.contains(name) {
            path.append(name)
            guard let next = waiting[name]?.first(where: { waiting[$0] != nil }) else { return path }
            name = next
        }
        return Array(path.drop { $0 != name }) + [name]
    }
}
