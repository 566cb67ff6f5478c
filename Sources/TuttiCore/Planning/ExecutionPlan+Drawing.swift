public import TuttiJSON

extension ExecutionPlan: CustomStringConvertible {
    var drawnAgents: [DrawnAgent] { self.table.agents.indices.map { DrawnAgent($0, of: self.table) } }

    /// The plan for a terminal: a line a phase, each agent with what it waits for; a nested plan stands below its agent.
    public var description: String {
        var lines = [
            "\(self.name): \(Self.count(self.table.count, "agent")), \(Self.count(self.phases.count, "phase"))"
        ]
        lines += self.phaseLines
        if self.expectedDuration > .zero {
            let path = self.criticalPath.joined(separator: " → ")
            lines.append("critical path: \(path) (\(self.expectedDuration.shortText))")
        }
        lines += self.warnings.map { "warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var phaseLines: [String] {
        let agents = Dictionary(self.drawnAgents.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return self.phases.enumerated().flatMap { index, phase -> [String] in
            let lines = phase.flatMap { name -> [String] in
                guard let agent = agents[name] else { return [name] }
                return [Self.label(agent)] + (agent.plan?.phaseLines ?? [])
            }
            return lines.enumerated().map { $0 == 0 ? "  \(index + 1)  \($1)" : "     \($1)" }
        }
    }

    /// The plan as JSON.
    public var json: JSONValue {
        [
            "workflow": .string(self.name),
            "phases": .array(self.phases.map { .array($0.map { .string($0) }) }),
            "criticalPath": .array(self.criticalPath.map { .string($0) }),
            "expectedMs": .double(self.expectedDuration.milliseconds),
            "costUSD": .double(self.expectedCost),
            "agents": .array(self.drawnAgents.map(\.json)),
            "warnings": .array(self.warnings.map { .string($0) }),
        ]
    }

    private static func label(_ agent: DrawnAgent) -> String {
        let groups: [(DependencyEdge.Kind, String)] = [
            (.needs, "needs"), (.wants, "wants"), (.quorum, agent.quorumWords), (.choice, "chosen by"),
        ]
        let inputs = groups.compactMap { kind, word -> String? in
            let names = agent.names(kind)
            return names.isEmpty ? nil : "\(word) \(names.joined(separator: ", "))"
        }
        let notes = (agent.isFinal ? ["final"] : []) + agent.notes
        let conditions = inputs + (agent.condition.map { ["when \($0)"] } ?? [])
        let time = agent.expectedDuration > .zero ? " (\(agent.expectedDuration.shortText))" : ""
        return agent.name + time + (notes.isEmpty ? "" : " [\(notes.joined(separator: "; "))]")
            + (conditions.isEmpty ? "" : "  ← \(conditions.joined(separator: "; "))")
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
