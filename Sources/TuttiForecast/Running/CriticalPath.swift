internal import TuttiCore
internal import TuttiWorkflows

/// Finds the agents that determined when a run ended: the chain from its end back to its beginning.
///
/// From the agent that ended last the way goes to whoever let it start at the instant at which it did: an input that ended
/// then; under a limit, an agent that gave its slot free then; else the input that ended last.
struct CriticalPath: Sendable {
    private let inputs: [[Int]]
    private let isDependedOn: [Bool]
    private let hasLimit: Bool

    init(of workflow: Workflow) {
        let indices = Dictionary(
            workflow.agents.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        let inputs = workflow.agents.map { $0.inputs.compactMap { indices[$0] } }
        var isDependedOn = workflow.agents.map { _ in false }
        for input in inputs.joined() { isDependedOn[input] = true }
        self.inputs = inputs
        self.isDependedOn = isDependedOn
        self.hasLimit = workflow.maximumParallel != nil
    }

    /// The agents of the chain, the last one first; none when nobody was asked.
    func agents(of reports: [AgentReport]) -> [Int] {
        var path: [Int] = []
        var seen: Set<Int> = []
        var next = self.last(of: reports)
        while let agent = next, seen.insert(agent).inserted {
            // One that was skipped took no time: whoever it was skipped for did.
            if reports[agent].start != nil { path.append(agent) }
            next = self.cause(of: agent, in: reports)
        }
        return path
    }

    private func last(of reports: [AgentReport]) -> Int? {
        let asked = reports.indices.filter { reports[$0].start != nil }
        return asked.max { a, b in
            let (left, right) = (reports[a], reports[b])
            guard left.end == right.end else { return left.end < right.end }
            // Of those that were cut together the one that the run was for.
            guard self.isDependedOn[a] == self.isDependedOn[b] else { return self.isDependedOn[a] }
            guard left.duration == right.duration else { return left.duration < right.duration }
            return a > b
        }
    }

    private func cause(of agent: Int, in reports: [AgentReport]) -> Int? {
        let start = reports[agent].start ?? reports[agent].end
        guard start > .zero else { return nil }
        let ended = self.inputs[agent].filter { reports[$0].end <= start }
        let latest = ended.max { a, b in reports[a].end == reports[b].end ? a > b : reports[a].end < reports[b].end }
        if let latest, reports[latest].end == start { return latest }
        if self.hasLimit,
            let freed = reports.indices.first(where: {
                reports[$0].end == start && $0 != agent && reports[$0].start != nil
            })
        {
            return freed
        }
        return latest
    }
}
