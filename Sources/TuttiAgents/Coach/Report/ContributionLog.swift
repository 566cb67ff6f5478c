internal import TuttiCore

/// What the agents said in a session: the newest contributions as they were, of older ones one for each agent, put
/// together, so that a long session loses none of its places while there is room for them.
package struct ContributionLog: Sendable {
    /// The most contributions that a model is shown at once.
    package static let readableContributions = 32
    /// The most bytes of text, and the most places, of contributions that are put together; the newest stay.
    package static let maximumTextLength = 16 << 10
    package static let maximumCitations = 96

    private let maximum: Int
    private var older: [Contribution] = []
    private var newer: [Contribution] = []

    package init(maximum: Int) { self.maximum = max(0, maximum) }

    /// All of them, oldest first.
    package var all: [Contribution] { self.older + self.newer }

    /// Adds what came of a run; what is missing is left out.
    package mutating func add(_ parts: [Contribution]) {
        self.newer += parts.filter { $0.output.value != nil }
        let excess = self.newer.count - self.maximum
        guard excess > 0 else { return }
        self.older = Self.byAgent(self.older + self.newer.prefix(excess))
        self.newer.removeFirst(excess)
    }

    /// All of them in at most `count` contributions, or in one for each agent where there are more agents.
    package func condensed(to count: Int) -> [Contribution] {
        let all = self.all
        guard all.count > count else { return all }
        let agents = Set(all.map(\.agent)).count
        let kept = max(0, count - agents)
        return Self.byAgent(Array(all.dropLast(kept))) + all.suffix(kept)
    }

    /// One contribution for each agent, of all of its contributions.
    static func byAgent(_ parts: [Contribution]) -> [Contribution] {
        var merged: [Contribution] = []
        for part in parts {
            if let index = merged.firstIndex(where: { $0.agent == part.agent }) {
                merged[index] = Self.merged(merged[index], part)
            } else {
                merged.append(part)
            }
        }
        return merged
    }

    /// One contribution of two of the same agent; of lists of tasks the newer one counts.
    private static func merged(_ older: Contribution, _ newer: Contribution) -> Contribution {
        guard let old = older.output.value, let new = newer.output.value, newer.subject != .tasks else { return newer }
        let known = Set(old.text.split(separator: "\n"))
        let added = new.text.split(separator: "\n").filter { !known.contains($0) }
        let lines = old.text.split(separator: "\n") + added
        let places = Set(old.citations)
        let citations = old.citations + new.citations.filter { !places.contains($0) }
        let output = AgentOutput(
            Self.newest(of: lines), citations: Array(citations.suffix(Self.maximumCitations)))
        return Contribution(newer.agent, subject: newer.subject, output: .available(output))
    }

    private static func newest(of lines: [Substring]) -> String {
        var size = 0
        let kept = lines.reversed().prefix { line in
            size += line.utf8.count + 1
            return size <= Self.maximumTextLength
        }
        return kept.reversed().joined(separator: "\n")
    }
}
