package import TuttiWorkflows

/// Finds the agents that determined when a run ended: the chain from its end back to its beginning.
///
/// From the agent that ended last the way goes to whoever let it start at the instant at which it did: an input that ended
/// then; under a limit, an agent that gave its slot free then; else the input that ended last.
package struct CriticalPath: Sendable {
    /// When an agent was at work, since the run began.
    package struct Span: Hashable, Sendable {
        /// Nil when it was not asked.
        package var start: Duration?
        package var end: Duration

        package init(_ start: Duration?, _ end: Duration) {
            self.start = start
            self.end = end
        }

        var duration: Duration { self.start.map { self.end - $0 } ?? .zero }
    }

    private let inputs: [[Int]]
    private let isDependedOn: [Bool]
    private let hasLimit: Bool

    package init(of workflow: Workflow) {
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
    package func agents(of spans: [Span]) -> [Int] {
        var path: [Int] = []
        var seen: Set<Int> = []
        var next = self.last(of: spans)
        while let agent = next, seen.insert(agent).inserted {
            // One that was skipped took no time: whoever it was skipped for did.
            if spans[agent].start != nil { path.append(agent) }
            next = self.cause(of: agent, in: spans)
        }
        return path
    }

    private func last(of spans: [Span]) -> Int? {
        let asked = spans.indices.filter { spans[$0].start != nil }
        return asked.max { a, b in
            let (left, right) = (spans[a], spans[b])
            guard left.end == right.end else { return left.end < right.end }
            // Of those that were cut together the one that the run was for.
            guard self.isDependedOn[a] == self.isDependedOn[b] else { return self.isDependedOn[a] }
            guard left.duration == right.duration else { return left.duration < right.duration }
            return a > b
        }
    }

    private func cause(of agent: Int, in spans: [Span]) -> Int? {
        let start = spans[agent].start ?? spans[agent].end
        guard start > .zero else { return nil }
        let ended = self.inputs[agent].filter { spans[$0].end <= start }
        let latest = ended.max { a, b in spans[a].end == spans[b].end ? a > b : spans[a].end < spans[b].end }
        if let latest, spans[latest].end == start { return latest }
        if self.hasLimit,
            let freed = spans.indices.first(where: {
                spans[$0].end == start && $0 != agent && spans[$0].start != nil
            })
        {
            return freed
        }
        return latest
    }
}
