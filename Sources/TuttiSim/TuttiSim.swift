internal import ArgumentParser
internal import TuttiSimulation

@main
struct TuttiSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tutti-sim",
        abstract: "Runs the real executor in random worlds of virtual time, and judges every run.")

    @Option(help: "How many worlds.")
    var runs: UInt64 = 1_000

    @Option(help: "Replays one world.")
    var seed: UInt64?

    func run() async throws {
        if let seed {
            let replay = Replay(seed: seed)
            for line in replay.lines + ["", "violations:"] + replay.violations { print(line) }
            return
        }
        let result = await Campaign(seeds: 0..<self.runs).run()
        for finding in result.findings.prefix(5) {
            print("seed \(finding.seed)")
            for violation in finding.violations.prefix(8) { print("  \(violation)") }
        }
        for happening in Happening.allCases { print("\(happening.label): \(result.tally[happening])") }
        print("\(result.tally.seeds) seeds, \(result.tally.time / 3_600_000_000_000) virtual hours, \(result.violations) violations")
    }
}
