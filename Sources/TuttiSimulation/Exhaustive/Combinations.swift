internal import TuttiCore

/// Plays combinations of what agents do and what is declared for that, on all graphs of up to four agents, with and
/// without a deadline.
///
/// Every agent in every case on every graph of up to three agents; with four, every agent in every case while the others
/// are plain, and as many draws as there is time for out of all the rest.
package struct Combinations: Sendable {
    package struct Result: Sendable {
        /// The worlds that were played because all of their kind are.
        package var worlds = 0
        /// The worlds that were drawn.
        package var draws = 0
        package var violations = 0
        /// Some of those worlds that violated something.
        package var findings: [String] = []
        package var skips = 0
        package var missingInputs = 0

        mutating func add(_ other: Self) {
            self.worlds += other.worlds
            self.draws += other.draws
            self.violations += other.violations
            self.skips += other.skips
            self.missingInputs += other.missingInputs
            self.findings += other.findings.prefix(Exhaustion.maximumFindings - self.findings.count)
        }
    }

    /// Worlds of one kind, numbered from 0.
    struct Family: Sendable {
        let graphs: [SmallGraph]
        /// Whether each agent has any case, or one of them while the others are plain.
        let isFull: Bool

        var agents: Int { self.graphs[0].joints.count }

        private var assignments: Int {
            let cases = NodeCase.all.count
            guard self.isFull else { return self.agents * cases }
            return (0..<self.agents).reduce(1) { product, _ in product * cases }
        }

        var count: Int { 2 * self.graphs.count * self.assignments }

        /// The world of a number.
        func world(_ number: Int) -> World {
            let (rest, deadline) = number.quotientAndRemainder(dividingBy: 2)
            let (assignment, graph) = rest.quotientAndRemainder(dividingBy: self.graphs.count)
            let cases = self.cases(assignment)
            var world = World(name: "\(cases), graph \(graph) of \(self.graphs.count)")
            // The judge knows when a hedge is due, not whether a budget refuses it.
            world.configuration.hedgingBudget = nil
            for (index, joint) in self.graphs[graph].joints.enumerated() {
                var member = World.Member(name: "n\(index)")
                joint.apply(to: &member)
                cases[index].apply(to: &member)
                world.members.append(member)
            }
            // Enough for four agents in a row in which nothing goes wrong.
            if deadline == 1 { world.deadline = .milliseconds(45) }
            return world
        }

        private func cases(_ assignment: Int) -> [NodeCase] {
            let all = NodeCase.all
            if !self.isFull {
                let (node, number) = assignment.quotientAndRemainder(dividingBy: all.count)
                return (0..<self.agents).map { $0 == node ? all[number] : .plain }
            }
            var rest = assignment
            return (0..<self.agents).map { _ in
                defer { rest /= all.count }
                return all[rest % all.count]
            }
        }
    }

    package var threads = 2
    /// The graphs of how many agents are played.
    package var agents = 4
    /// Plays only each so-manieth world, where there is no time for all.
    package var stride = 1
    /// The worlds that are drawn out of all in which each of the most agents has any case.
    package var draws = 500_000

    package init() {}

    /// The worlds of each kind that are all played.
    var families: [Family] {
        (1...self.agents).map { Family(graphs: SmallGraph.all(of: $0), isFull: $0 < 4) }
    }

    /// The number of worlds that are all played, and of those that the draws are from.
    package var sizes: (all: Int, drawnFrom: Int) {
        (self.families.reduce(0) { $0 + $1.count }, Family(graphs: SmallGraph.all(of: self.agents), isFull: true).count)
    }

    /// Plays them.
    ///
    /// - Parameter mayGoOn: Told now and then how many worlds were played and how many violations there were; false ends
    ///   it.
    package func run(mayGoOn: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }) async -> Result {
        var result = Result()
        for family in self.families {
            result.add(
                await self.play(family.count, after: result, mayGoOn) { number in
                    number % self.stride == 0 ? family.world(number) : nil
                })
        }
        let family = Family(graphs: SmallGraph.all(of: self.agents), isFull: true)
        var drawn = await self.play(self.draws, after: result, mayGoOn) { number in
            var generator = SeededRandomNumberGenerator(seed: UInt64(number))
            return family.world(Int.random(in: 0..<family.count, using: &generator))
        }
        (drawn.draws, drawn.worlds) = (drawn.worlds, 0)
        result.add(drawn)
        return result
    }

    private static let portion = 256

    private func play(
        _ count: Int, after earlier: Result, _ mayGoOn: @escaping @Sendable (Int, Int) -> Bool,
        _ world: @escaping @Sendable (Int) -> World?
    ) async -> Result {
        let state = Lock((next: 0, result: Result()))
        await Workers.run(self.threads) {
            while true {
                let first = state.withLock { state in
                    defer { state.next += Self.portion }
                    return state.next
                }
                guard first < count else { return }
                var part = Result()
                for number in first..<min(first + Self.portion, count) {
                    if let world = world(number) { Self.play(world, &part) }
                }
                let (worlds, violations) = state.withLock { state in
                    state.result.add(part)
                    return (state.result.worlds, state.result.violations)
                }
                let done = earlier.worlds + earlier.draws + worlds
                guard mayGoOn(done, earlier.violations + violations) else { return }
            }
        }
        return state.withLock { $0.result }
    }

    private static func play(_ world: World, _ result: inout Result) {
        let play = SmallWorld(world: world).play([])
        var violations = play.violations
        if let report = play.report {
            violations += PlainRules.violations(of: report, world)
            result.skips += report.agents.count { $0.state == .skipped }
            result.missingInputs += report.agents.reduce(0) { $0 + $1.missingInputs.count }
        }
        result.worlds += 1
        guard !violations.isEmpty else { return }
        result.violations += violations.count
        if result.findings.count < Exhaustion.maximumFindings {
            let deadline = world.deadline == nil ? "" : ", with a deadline"
            result.findings.append("\(world.name)\(deadline): \(violations[0])")
        }
    }
}
