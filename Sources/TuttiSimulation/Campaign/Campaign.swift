internal import TuttiCore
package import TuttiTesting

/// Plays and judges many seeds on some threads.
package struct Campaign: Sendable {
    package struct Result: Sendable {
        package var tally = Tally()
        /// The seeds that broke something, the least first; no more than ``Campaign/maximumFindings``.
        package var findings: [Finding] = []
        package var violations = 0
        /// The hash of each seed, in their order, where they were asked for.
        package var hashes: [(seed: UInt64, hash: TraceHash)] = []
    }

    /// The findings that are kept.
    package static let maximumFindings = 20
    private static let seedsAtOnce: UInt64 = 16

    package var seeds: Range<UInt64>
    package var threads = 2
    package var makesHashes = false
    package var stopsAtFirstFinding = false
    /// Told each seed before it is played.
    package var willPlay: (@Sendable (UInt64) -> Void)?

    package init(seeds: Range<UInt64>) { self.seeds = seeds }

    private struct State {
        var next: UInt64
        var result = Result()
        var isStopped = false
    }

    /// Plays the seeds until there are none left or `mayGoOn` says no; it is asked before every handful of seeds.
    package func run(
        while mayGoOn: @escaping @Sendable (_ done: Int, _ findings: Int) -> Bool = { _, _ in true }
    ) async -> Result {
        let state = Lock(State(next: self.seeds.lowerBound))
        await Workers.run(self.threads) { self.work(state, mayGoOn) }
        var result = state.withLock { $0.result }
        result.findings.sort { $0.seed < $1.seed }
        result.hashes.sort { $0.seed < $1.seed }
        return result
    }

    private func work(_ state: Lock<State>, _ mayGoOn: @Sendable (Int, Int) -> Bool) {
        while let seeds = self.take(state) {
            let (done, violations) = state.withLock { ($0.result.tally.seeds, $0.result.violations) }
            guard mayGoOn(done, violations) else { return }
            var part = Result()
            for seed in seeds { self.play(seed, &part) }
            let result = part
            state.withLock { state in
                state.result.tally.add(result.tally)
                state.result.violations += result.violations
                state.result.findings += result.findings.prefix(Self.maximumFindings - state.result.findings.count)
                state.result.hashes += result.hashes
                if self.stopsAtFirstFinding, !result.findings.isEmpty { state.isStopped = true }
            }
        }
    }

    private func take(_ state: Lock<State>) -> Range<UInt64>? {
        state.withLock { state in
            guard !state.isStopped, state.next < self.seeds.upperBound else { return nil }
            let end = min(state.next + Self.seedsAtOnce, self.seeds.upperBound)
            defer { state.next = end }
            return state.next..<end
        }
    }

    private func play(_ seed: UInt64, _ result: inout Result) {
        self.willPlay?(seed)
        let scenario = Scenario(seed: seed)
        do {
            let outcome = try scenario.run()
            result.tally.add(outcome)
            let violations = ScenarioChecker.violations(of: outcome)
            if !violations.isEmpty { result.add(Finding(seed: seed, violations: violations)) }
            if self.makesHashes { result.hashes.append((seed, TraceHash(outcome))) }
        } catch {
            result.tally.seeds += 1
            result.add(Finding(seed: seed, violations: ["the scenario does not end: \(error)"]))
        }
    }
}

extension Campaign.Result {
    fileprivate mutating func add(_ finding: Finding) {
        self.violations += finding.violations.count
        self.findings.append(finding)
    }
}
