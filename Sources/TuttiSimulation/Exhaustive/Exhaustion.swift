internal import TuttiCore

/// Plays every schedule of every small world, up to a number of preemptions: choices of another job than the first.
package struct Exhaustion: Sendable {
    package struct Result: Sendable {
        package var worlds = 0
        package var schedules = 0
        package var violations = 0
        /// Some of those schedules that violated something.
        package var findings: [String] = []

        mutating func add(_ other: Self) {
            self.worlds += other.worlds
            self.schedules += other.schedules
            self.violations += other.violations
            self.findings += other.findings.prefix(Exhaustion.maximumFindings - self.findings.count)
        }
    }

    static let maximumFindings = 10

    package var agents = 3
    package var preemptions = 2
    package var threads = 2
    /// Plays only each so-manieth world, where there is no time for all.
    package var stride = 1

    package init() {}

    package func run() async -> Result {
        let worlds = SmallWorld.all(agents: self.agents)
        let state = Lock((next: 0, result: Result()))
        await Workers.run(self.threads) {
            while true {
                let index = state.withLock { state in
                    defer { state.next += self.stride }
                    return state.next
                }
                guard index < worlds.count else { return }
                let part = self.play(worlds[index])
                state.withLock { $0.result.add(part) }
            }
        }
        return state.withLock { $0.result }
    }

    /// The world as it is, and unless its caller cancels it at some instant, cancelled at each step of its first schedule.
    private func play(_ small: SmallWorld) -> Result {
        var result = Result()
        let steps = self.explore(small, &result)
        guard small.world.cancellation == nil else { return result }
        for step in 0...steps {
            var cancelled = small
            cancelled.cancellationStep = step
            _ = self.explore(cancelled, &result)
        }
        return result
    }

    /// Depth first: each schedule that was played tells where others branch off.
    ///
    /// - Returns: The steps of the first schedule.
    private func explore(_ small: SmallWorld, _ result: inout Result) -> Int {
        result.worlds += 1
        var open: [(choices: [Int], preemptions: Int)] = [([], 0)]
        var steps = 0
        while let (choices, preemptions) = open.popLast() {
            let play = small.play(choices)
            result.schedules += 1
            if choices.isEmpty { steps = play.steps }
            if !play.violations.isEmpty {
                result.violations += play.violations.count
                if result.findings.count < Self.maximumFindings {
                    result.findings.append("\(small) with the choices \(choices): \(play.violations[0])")
                }
            }
            guard preemptions < self.preemptions, choices.count < play.widths.count else { continue }
            for position in choices.count..<play.widths.count {
                let firsts = [Int](repeating: 0, count: position - choices.count)
                for choice in 1..<play.widths[position] { open.append((choices + firsts + [choice], preemptions + 1)) }
            }
        }
        return steps
    }
}
