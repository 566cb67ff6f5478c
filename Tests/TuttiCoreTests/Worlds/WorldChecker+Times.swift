import TuttiCore

extension World {
    func hasTimeout(_ index: Int) -> Bool {
        self.members[index].options.timeout != nil || self.configuration.timeout != nil
    }

    func expectedDuration(_ index: Int) -> Duration { self.members[index].options.expectedDuration ?? .zero }

    func dependents(of index: Int) -> [Int] { self.members.indices.filter { self.members[$0].inputs.contains(index) } }

    /// The expected time from the start of each agent to the end of all that depends on it.
    func remainingPaths() -> [Duration] {
        var below = [Duration](repeating: .zero, count: self.members.count)
        for (index, member) in self.members.enumerated().reversed() {
            let path = self.expectedDuration(index) + below[index]
            for input in member.inputs { below[input] = max(below[input], path) }
        }
        return below.indices.map { self.expectedDuration($0) + below[$0] }
    }

    /// The agents on the longest chain from each agent, which decides when no duration is known at all.
    func longestChains() -> [Int] {
        var below = [Int](repeating: 0, count: self.members.count)
        guard self.members.indices.allSatisfy({ self.expectedDuration($0) == .zero }) else { return below }
        for (index, member) in self.members.enumerated().reversed() {
            for input in member.inputs { below[input] = max(below[input], below[index] + 1) }
        }
        return below
    }

    /// The expected time of what must follow each agent before the same cut-off.
    func followingTimes() -> [Duration] {
        var times = [Duration](repeating: .zero, count: self.members.count)
        for (index, member) in self.members.enumerated().reversed() {
            let path = self.expectedDuration(index) + times[index]
            for input in member.needs where self.members[input].options.isFinal == member.options.isFinal {
                times[input] = max(times[input], path)
            }
        }
        return times
    }

    func cutOff(_ remainingPaths: [Duration]) -> Duration? {
        guard let deadline = self.deadline else { return nil }
        let finals = self.members.indices.filter { self.members[$0].options.isFinal }
        guard !finals.isEmpty else { return deadline }
        let needed = finals.map { remainingPaths[$0] }.max() ?? .zero
        return max(deadline - (self.configuration.reserve ?? needed), .zero)
    }
}

extension WorldChecker {
    func expectedBudget(of index: Int) -> Duration? {
        let options = self.world.members[index].options
        let own = options.timeout ?? self.world.configuration.timeout
        let shared = (options.isFinal ? self.world.deadline : self.cutOff)
            .map { $0 - self.now - self.followingTimes[index] }
        return [own, shared].compactMap(\.self).min()
    }

    func agentDeadline(_ index: Int) -> Duration? {
        guard let start = self.observed[index].start, let budget = self.observed[index].budget else { return nil }
        return start + budget
    }

    /// Whether the present attempt has been open for as long as it may.
    func hasAttemptTimedOut(_ index: Int) -> Bool {
        guard let limit = self.world.members[index].options.retry.attemptTimeout else { return false }
        return self.world.members[index].attempts[self.observed[index].attempt - 1].duration >= limit
    }

    func missingReason(of index: Int) -> MissingReason? {
        switch self.observed[index].end?.state {
        case nil: .notYet
        case .succeeded: nil
        case .failed: .failed
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .skipped: self.observed[index].skipReason == .time ? .notYet : .skipped
        }
    }

    /// What the agent would see if it began now, as it writes it into its result.
    func inputTexts(of index: Int) -> [String] {
        self.world.members[index].inputs.map { input in
            let output = self.observed[input].output ?? "missing: \(self.missingReason(of: input)?.description ?? "?")"
            return "\(self.name(input))=\(output)"
        }
    }

    func ancestors(of index: Int) -> Set<Int> {
        var found: Set<Int> = []
        var open = self.world.members[index].needs
        while let next = open.popLast() {
            if found.insert(next).inserted { open += self.world.members[next].needs }
        }
        return found
    }
}
