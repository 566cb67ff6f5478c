internal import ArgumentParser
internal import TuttiSimulation
internal import TuttiTesting

/// `tutti-sim worlds`, which is what `tutti-sim` does when nothing else is said.
struct WorldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worlds",
        abstract: "Runs the real executor in random worlds of virtual time, and judges every run.",
        discussion: """
            A seed is a world: the same seed is the same graph, the same faults and the same interleaving, in every build. \
            The exit code is 1 when anything was violated.
            """)

    @Option(help: "How many worlds; their seeds count from --first.")
    var runs: UInt64 = 10_000

    @Option(help: "The seed of the first world.")
    var first: UInt64 = 0

    @Option(help: "Replays the world of one seed and tells all of it.")
    var seed: UInt64?

    @Option(help: "Stops after so many seconds, however many worlds that were.")
    var seconds: Int?

    @Option(help: "How many threads play worlds.")
    var threads = 2

    @Flag(help: "Stops at the first world that violates something.")
    var stop = false

    @Flag(help: "Prints one hash over the events and reports of all worlds.")
    var hash = false

    @Option(help: "Writes the hash of each world to a file, a line each.")
    var hashes: String?

    @Flag(help: "Plays every schedule of small worlds instead of random ones.")
    var exhaustive = false

    @Flag(help: "Plays combinations of failures and policies on all graphs of up to four agents.")
    var combinations = false

    @Option(help: "With --combinations: how many of the combinations on four agents are drawn.")
    var draws = 500_000

    @Flag(help: "Says which invariant is checked where.")
    var invariants = false

    @Flag(help: "Says on the standard error which seed begins.")
    var trace = false

    func validate() throws {
        guard (1...64).contains(self.threads) else { throw ValidationError("--threads is 1 to 64.") }
        guard self.first.addingReportingOverflow(self.runs).overflow == false else {
            throw ValidationError("--first and --runs go beyond the last seed.")
        }
    }

    func run() async throws {
        if let seed { return try self.replay(seed) }
        if self.invariants {
            for invariant in Invariant.all { Output.line(invariant.line) }
            return
        }
        if self.exhaustive { return try await self.exhaust() }
        if self.combinations { return try await self.combine() }
        try await self.play()
    }

    private func replay(_ seed: UInt64) throws {
        let replay = Replay(seed: seed)
        for line in replay.lines { Output.line(line) }
        Output.line("")
        for violation in replay.violations { Output.line("violation: \(violation)") }
        Output.line(Self.summary(1, replay.time, replay.violations.count))
        if !replay.violations.isEmpty { throw ExitCode.failure }
    }

    private func exhaust() async throws {
        var exhaustion = Exhaustion()
        exhaustion.threads = self.threads
        let progress = Progress(of: 0, seconds: nil)
        let result = await exhaustion.run()
        for finding in result.findings { Output.line(finding) }
        let seconds = Int(progress.elapsedSeconds)
        Output.line(
            "all \(result.schedules) schedules with up to \(exhaustion.preemptions) preemptions of \(result.worlds) worlds "
                + "with up to \(exhaustion.agents) agents in \(seconds) s: \(result.violations) violations")
        if result.violations > 0 { throw ExitCode.failure }
    }

    private func combine() async throws {
        var combinations = Combinations()
        combinations.threads = self.threads
        combinations.draws = self.draws
        let (all, drawnFrom) = combinations.sizes
        let progress = Progress(of: UInt64(all + self.draws), seconds: self.seconds)
        let result = await combinations.run { progress.mayGoOn(after: $0, $1) }
        for finding in result.findings { Output.line(finding) }
        let isAll = result.worlds == all
        Output.line(
            "\(isAll ? "all \(all)" : "\(result.worlds) of \(all)") combinations with up to \(combinations.agents) agents and "
                + "\(result.draws) of \(drawnFrom) in \(Int(progress.elapsedSeconds)) s, \(result.skips) skips, "
                + "\(result.missingInputs) missing inputs: \(result.violations) violations")
        if result.violations > 0 { throw ExitCode.failure }
    }

    private func play() async throws {
        let progress = Progress(of: self.runs, seconds: self.seconds)
        var campaign = Campaign(seeds: self.first..<self.first + self.runs)
        campaign.threads = self.threads
        campaign.stopsAtFirstFinding = self.stop
        campaign.makesHashes = self.hash || self.hashes != nil
        if self.trace { campaign.willPlay = { Output.progress("seed \($0)") } }
        let result = await campaign.run { progress.mayGoOn(after: $0, $1) }
        self.tell(result, seconds: progress.elapsedSeconds)
        try self.tellHashes(result)
        Output.line(Self.summary(result.tally.seeds, result.tally.time, result.violations))
        if result.violations > 0 { throw ExitCode.failure }
    }

    private func tell(_ result: Campaign.Result, seconds: Double) {
        if !result.findings.isEmpty { Output.line("commit \(Commit.current)") }
        for finding in result.findings {
            Output.line("seed \(finding.seed), replay it with: SIMULATION_SEED=\(finding.seed) make simulate")
            for violation in finding.violations.prefix(8) { Output.line("  \(violation)") }
        }
        for happening in Happening.allCases {
            let label = happening.label
            let padding = String(repeating: " ", count: max(0, 24 - label.count))
            Output.line("\(label)\(padding) \(result.tally[happening])")
        }
        let rate = Int(Double(result.tally.seeds) / max(seconds, 0.001))
        Output.line("\(rate) seeds/s on \(self.threads) threads")
    }

    private func tellHashes(_ result: Campaign.Result) throws {
        guard self.hash || self.hashes != nil else { return }
        var digest = TraceHash()
        var lines = ""
        for (seed, hash) in result.hashes {
            digest.combine(hash.text)
            lines += "\(seed) \(hash.text)\n"
        }
        if let hashes { try Output.write(lines, to: hashes) }
        Output.line("trace hash \(digest.text) of \(result.hashes.count) seeds")
    }

    static func summary(_ seeds: Int, _ time: Instant, _ violations: Int) -> String {
        "\(seeds) seeds, \(time / 3_600_000_000_000) virtual hours, \(violations) violations"
    }
}
