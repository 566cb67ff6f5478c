internal import TuttiCore
internal import TuttiTesting

/// Compares timeouts that are learned with timeouts that are set, over many random graphs and some deadlines.
///
/// Every policy meets the same worlds: what an agent draws depends on the seed of the run, its name and its attempt. The
/// policy that learns has seen nothing but earlier runs of its own, with the same graph and the same deadline.
package struct TimeoutExperiment: Sendable {
    /// What one policy came to at one deadline.
    package struct Row: Sendable {
        package var policy: TimeoutPolicy
        /// The share of the runs whose answer succeeded by the deadline, 0 to 1.
        package var answers = 0.0
        /// The same, each answer counting as the share of its wanted inputs that it had.
        package var usefulAnswers = 0.0
    }

    /// What all policies came to at one deadline.
    package struct Result: Sendable {
        package var deadline: Duration
        /// The policies that were compared, the learned one last.
        package var rows: [Row]
        /// By how many useful answers the learned one is above the best of the others, as a share of the runs.
        package var advantage = 0.0
        /// The standard error of that, over the graphs.
        package var standardError = 0.0
    }

    package var graphs = 1_000
    /// The runs of each graph that are measured.
    package var runs = 2
    /// The runs of each graph before them, from which the history is made.
    package var earlierRuns = 40
    package var deadlines: [Duration] = (1...5).map { .seconds($0) }
    package var policies = TimeoutPolicy.sweep
    package var firstSeed: UInt64 = 0
    package var threads = 2

    package init() {}

    /// What one graph came to under every policy, at one deadline.
    private struct Score: Sendable {
        var answers: [Double]
        var useful: [Double]
    }

    /// Runs all of it; `progress` is told how many graphs are done.
    package func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> [Result] {
        let next = Lock(0)
        let scores = Lock([[Score]?](repeating: nil, count: self.graphs))
        let failure = Lock<(any Error)?>(nil)
        await Workers.run(self.threads) {
            while case let index = Self.take(next), index < self.graphs {
                do {
                    let world = TimeoutWorld(seed: self.firstSeed + UInt64(index))
                    let score = try self.deadlines.map { try self.score(world, $0) }
                    scores.withLock { $0[index] = score }
                } catch {
                    failure.withLock { $0 = error }
                    return
                }
                progress(index + 1)
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let all = scores.withLock { $0.compactMap(\.self) }
        return self.deadlines.enumerated().map { index, deadline in self.result(deadline, all.map { $0[index] }) }
    }

    // MARK: One graph

    private func score(_ world: TimeoutWorld, _ deadline: Duration) throws -> Score {
        let learned = try world.plan(.learned)
        let history = try self.history(of: learned, deadline, seed: world.seed)
        let plans = try self.policies.map { try world.plan($0) } + [learned.ordered(by: history)]
        var score = Score(
            answers: .init(repeating: 0, count: plans.count), useful: .init(repeating: 0, count: plans.count))
        for run in 0..<self.runs {
            for (index, plan) in plans.enumerated() {
                let report = try simulate(
                    on: DrainingExecutor(), seed: Self.seed(world.seed, run), maximumSteps: 100_000
                ) {
                    await $0.parallelExecutor().run(plan, within: deadline)
                }
                guard let answer = report[TimeoutWorld.answer], answer.state == .succeeded else { continue }
                let present = world.wanted - answer.missingInputs.count
                score.answers[index] += 1 / Double(self.runs)
                score.useful[index] +=
                    (world.wanted == 0 ? 1 : Double(present) / Double(world.wanted)) / Double(self.runs)
            }
        }
        return score
    }

    /// What earlier runs have taught, each planned with what those before it had.
    private func history(of plan: ExecutionPlan, _ deadline: Duration, seed: UInt64) throws -> DurationHistory {
        try simulate(on: DrainingExecutor(), seed: Self.seed(seed, -1), maximumSteps: 10_000_000) { simulation in
            let executor = simulation.parallelExecutor()
            var history = DurationHistory()
            for _ in 0..<self.earlierRuns {
                history.record(await executor.run(plan.ordered(by: history), within: deadline))
            }
            return history
        }
    }

    private static func seed(_ graph: UInt64, _ run: Int) -> UInt64 {
        var generator = SeededRandomNumberGenerator(seed: graph &* 1_000_003 &+ UInt64(run + 1))
        return generator.next()
    }

    // MARK: All graphs

    private func result(_ deadline: Duration, _ scores: [Score]) -> Result {
        let policies = self.policies + [.learned]
        let rows = policies.enumerated().map { index, policy in
            Row(
                policy: policy, answers: Self.mean(scores.map { $0.answers[index] }),
                usefulAnswers: Self.mean(scores.map { $0.useful[index] }))
        }
        var result = Result(deadline: deadline, rows: rows)
        let best = rows.indices.dropLast().max { rows[$0].usefulAnswers < rows[$1].usefulAnswers }
        guard let best else { return result }
        let differences = scores.map { $0.useful[policies.count - 1] - $0.useful[best] }
        result.advantage = Self.mean(differences)
        let squares = differences.map { ($0 - result.advantage) * ($0 - result.advantage) }
        result.standardError = (Self.mean(squares) / Double(max(scores.count - 1, 1))).squareRoot()
        return result
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

    private static func take(_ next: Lock<Int>) -> Int {
        next.withLock { next in
            defer { next += 1 }
            return next
        }
    }
}
