internal import TuttiCore

/// What follows from the declaration of a world alone: its limits as they count, and the times that its graph gives.
struct WorldFacts: Sendable {
    let world: World
    let indices: [String: Int]
    let deadline: Instant?
    /// When everything but the final agents is over: deadline − reserve.
    let cutOff: Instant?
    let cancellation: Instant?
    let limit: Int?
    let spacing: Instant
    let stoppingGrace: Instant
    let deadlineGrace: Instant
    let usesFallbacks: Bool
    let timeouts: [Instant?]
    let dependents: [[Int]]
    /// The expected time from the start of each agent to the end of all that depends on it.
    let remainingPaths: [Instant]
    /// The agents on the longest chain from each agent; decides where no duration is known at all.
    let longestChains: [Int]
    /// The expected time of what must follow each agent before the same cut-off.
    let followingTimes: [Instant]

    init(_ world: World) {
        let configuration = world.configuration
        self.world = world
        self.indices = Dictionary(
            zip(world.members.map(\.name), world.members.indices), uniquingKeysWith: { first, _ in first })
        self.deadline = world.deadline
        self.limit = configuration.maximumParallel.flatMap { $0 >= 1 ? $0 : nil }
        self.spacing = max(0, configuration.startSpacing.asInstant)
        self.stoppingGrace = max(0, configuration.stoppingGrace.asInstant)
        self.deadlineGrace = max(0, configuration.deadlineGrace.asInstant)
        self.usesFallbacks = configuration.fallback == .declared
        let common = configuration.timeout.flatMap { $0 > .zero ? $0.asInstant : nil }
        self.timeouts = world.members.map { $0.options.timeout.map(\.asInstant) ?? common }
        switch world.cancellation {
        case nil: self.cancellation = nil
        case .early: self.cancellation = 0
        case .at(let instant): self.cancellation = instant
        }
        var dependents = [[Int]](repeating: [], count: world.members.count)
        for (index, member) in world.members.enumerated() {
            for input in member.inputs { dependents[input].append(index) }
        }
        self.dependents = dependents
        let expected = world.members.map { $0.options.expectedDuration?.asInstant ?? 0 }
        (self.remainingPaths, self.longestChains, self.followingTimes) = Self.paths(world, expected)
        let finals = world.members.indices.filter { world.members[$0].options.isFinal }
        var needed: Instant = 0
        for index in finals { needed = max(needed, self.remainingPaths[index]) }
        let reserve = configuration.reserve.flatMap { $0 >= .zero ? $0.asInstant : nil } ?? needed
        self.cutOff = world.deadline.map { finals.isEmpty ? $0 : max(0, $0 - reserve) }
    }

    private static func paths(_ world: World, _ expected: [Instant]) -> ([Instant], [Int], [Instant]) {
        let count = world.members.count
        var below = [Instant](repeating: 0, count: count)
        var chains = [Int](repeating: 0, count: count)
        var needed = [Instant?](repeating: nil, count: count)
        var wanted = [Instant](repeating: 0, count: count)
        let hasDurations = expected.contains { $0 > 0 }
        // Inputs are declared before what depends on them.
        for (index, member) in world.members.enumerated().reversed() {
            for input in member.inputs {
                below[input] = max(below[input], expected[index] + below[index])
                if !hasDurations { chains[input] = max(chains[input], chains[index] + 1) }
            }
            // Who only wants an agent counts where nobody needs it.
            let following = expected[index] + (needed[index] ?? wanted[index])
            for input in member.needs + member.quorum { needed[input] = needed[input] ?? 0 }
            for input in member.needs where world.members[input].options.isFinal == member.options.isFinal {
                needed[input] = max(needed[input] ?? 0, following)
            }
            for input in member.wants where world.members[input].options.isFinal == member.options.isFinal {
                wanted[input] = max(wanted[input], following)
            }
        }
        return (zip(expected, below).map(+), chains, zip(needed, wanted).map { $0 ?? $1 })
    }

    /// The time that an agent is given when it starts now; nil without limit.
    func budget(of index: Int, at now: Instant) -> Instant? {
        let end = self.world.members[index].options.isFinal ? self.deadline : self.cutOff
        let shared = end.map { $0 - now - self.followingTimes[index] }
        guard let own = self.timeouts[index] else { return shared }
        return min(own, shared ?? own)
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
