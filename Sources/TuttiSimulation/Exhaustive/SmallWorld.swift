internal import TuttiCore

/// A world of at most three agents in which one thing happens: small enough to play every schedule of it.
package struct SmallWorld: Sendable {
    package var world: World
    /// The step between two jobs at which the caller cancels.
    package var cancellationStep: Int?

    /// How long every agent takes: the same, so that as much as possible happens in the same instant.
    static let duration: Instant = .milliseconds(10)

    /// All of them but those that are cancelled at a step, whose number a run has to tell.
    package static func all(agents maximum: Int = 3) -> [SmallWorld] {
        var worlds: [SmallWorld] = []
        for count in 1...maximum {
            for graph in Self.graphs(of: count) {
                for cooperative in 0..<(count == 1 ? 2 : 3) {
                    let members = Self.isolated(graph, cooperative)
                    for limit in [nil, 1] as [Int?] { worlds += Self.worlds(members, limit) }
                }
            }
        }
        return worlds
    }

    /// Makes none, the first or all of the agents cooperative.
    private static func isolated(_ members: [World.Member], _ cooperative: Int) -> [World.Member] {
        var members = members
        for index in members.indices where cooperative == 2 || (cooperative == 1 && index == 0) {
            members[index].options.isolation = .cooperative
        }
        return members
    }

    /// Every way in which each agent can depend on each earlier one: not at all, by need, by wish, as one of a quorum.
    private static func graphs(of count: Int) -> [[World.Member]] {
        var graphs: [[World.Member]] = [[]]
        for index in 0..<count {
            var longer: [[World.Member]] = []
            for graph in graphs {
                for combination in 0..<Self.power(4, index) {
                    var member = World.Member(name: "n\(index)")
                    member.attempts = [World.Attempt(duration: Self.duration)]
                    var rest = combination
                    for other in 0..<index {
                        switch rest % 4 {
                        case 0: break
                        case 1: member.needs.append(other)
                        case 2: member.wants.append(other)
                        default: member.quorum.append(other)
                        }
                        rest /= 4
                    }
                    member.quorumCount = member.quorum.isEmpty ? 0 : 1
                    longer.append(graph + [member])
                }
            }
            graphs = longer
        }
        return graphs
    }

    private static func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { result, _ in result * base }
    }

    /// The graph without any fault, and with each fault of each agent and each limit at each instant.
    private static func worlds(_ members: [World.Member], _ limit: Int?) -> [SmallWorld] {
        var plain = World(name: "small")
        plain.members = members
        plain.configuration.maximumParallel = limit
        var worlds = [SmallWorld(world: plain)]
        for index in members.indices {
            for change in Self.faults {
                var world = plain
                change(&world.members[index])
                worlds.append(SmallWorld(world: world))
            }
        }
        // Between any two instants at which something happens, and at each of them.
        for step in 0...(2 * members.count) {
            var world = plain
            world.deadline = Instant(step) * Self.duration / 2
            worlds.append(SmallWorld(world: world))
            world.members[members.count - 1].options.isFinal = true
            world.configuration.reserve = .milliseconds(5)
            worlds.append(SmallWorld(world: world))
            world = plain
            world.cancellation = .at(Instant(step) * Self.duration / 2)
            worlds.append(SmallWorld(world: world))
        }
        return worlds
    }

    private static var faults: [(inout World.Member) -> Void] {
        [
            { $0.attempts[0].ending = .fails(retryAfter: nil) },
            { $0.attempts[0].ending = .failsForGood },
            {
                $0.attempts[0].ending = .fails(retryAfter: nil)
                $0.attempts.append(World.Attempt(duration: Self.duration))
                $0.options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
            },
            {
                $0.attempts[0].ending = .fails(retryAfter: nil)
                $0.options.fallback = "fallback of \($0.name)"
            },
            { $0.options.timeout = .milliseconds(5) },
            // In the very instant at which it succeeds.
            { $0.options.timeout = .milliseconds(10) },
            {
                $0.options.timeout = .milliseconds(5)
                $0.attempts[0].hearing = .ignores
            },
            {
                $0.options.timeout = .milliseconds(5)
                $0.attempts[0].hearing = .answers
            },
            {
                $0.options.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero)
                $0.options.retry.attemptTimeout = .milliseconds(5)
                $0.attempts[0].hearing = .ignores
                $0.attempts.append(World.Attempt(duration: .milliseconds(1)))
            },
        ]
    }
}
