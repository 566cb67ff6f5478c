package import TuttiCore

extension World {
    /// Draws a world in which these faults strike.
    package init(name: String, _ configuration: ParallelExecutor.Configuration, _ mix: FaultMix, _ dice: inout Dice) {
        self.init(name: name)
        self.configuration = configuration
        let count = mix.isActive(.crowd) ? dice.number(20...40) : dice.number(1...12)
        let clock = Self.Times(mix, &dice)
        for index in 0..<count {
            var member = Member(name: "n\(index)")
            member.connect(index, of: count, mix, &dice)
            member.declare(mix, clock, &dice)
            for _ in 0..<member.options.retry.maximumAttempts {
                member.attempts.append(Attempt(mix, clock, &dice))
            }
            if dice.chance(mix[.nested] / 3) { member.inner = [Self.inner(of: member.name, configuration, mix, &dice)] }
            self.members.append(member)
        }
        self.drawCaller(mix, clock, &dice)
    }

    /// Adds to a world that was drawn what came to the worlds later.
    mutating func drawLater(_ mix: FaultMix, _ dice: inout Dice) {
        let times = Times(mix, &dice)
        for index in self.members.indices {
            self.members[index].drawLater(mix, times, &dice)
            for inner in self.members[index].inner.indices { self.members[index].inner[inner].drawLater(mix, &dice) }
        }
        let common = self.configuration.timeout.flatMap { $0 > .zero ? $0 : nil }
        let mayHang = self.members.contains { $0.mayHang && ($0.options.timeout ?? common) == nil }
        if mayHang, self.deadline == nil { self.deadline = times.draw(0...1500, &dice) }
    }

    /// Counts the attempts of all agents on one budget.
    mutating func count(on budget: AttemptBudget) {
        for index in self.members.indices {
            self.members[index].options.attemptBudget = budget
            for inner in self.members[index].inner.indices { self.members[index].inner[inner].count(on: budget) }
        }
    }

    /// A world without faults, which has to be completed whatever was before.
    package init(calm name: String, _ configuration: ParallelExecutor.Configuration, _ dice: inout Dice) {
        self.init(name: name)
        self.configuration = configuration
        var mix = FaultMix()
        mix[.needs] = 0.5
        mix[.wants] = 0.3
        let count = dice.number(1...8)
        for index in 0..<count {
            var member = Member(name: "calm\(index)")
            member.connect(index, of: count, mix, &dice)
            member.attempts = [Attempt(duration: .milliseconds(dice.number(0...5)))]
            self.members.append(member)
        }
    }

    private static func inner(
        of name: String, _ configuration: ParallelExecutor.Configuration, _ mix: FaultMix, _ dice: inout Dice
    ) -> World {
        var mix = mix
        // One level below is enough, a second one once in a while.
        mix[.nested] = dice.chance(0.2) ? mix[.nested] : 0
        mix[.crowd] = 0
        mix[.cancellation] = 0
        mix[.earlyCancellation] = 0
        var world = World(name: "in \(name)", configuration, mix, &dice)
        world.members.removeLast(max(0, world.members.count - 3))
        if dice.chance(0.5) { world.listener = .absent }
        return world
    }

    private mutating func drawCaller(_ mix: FaultMix, _ clock: Times, _ dice: inout Dice) {
        let common = self.configuration.timeout.flatMap { $0 > .zero ? $0 : nil }
        let mayHang = self.members.contains { $0.mayHang && ($0.options.timeout ?? common) == nil }
        if mayHang || (mix.isActive(.deadline) && dice.chance(0.9)) { self.deadline = clock.draw(0...1500, &dice) }
        if dice.chance(mix[.earlyCancellation]) {
            self.cancellation = .early
        } else if mix.isActive(.cancellation), dice.chance(0.8) {
            let instants = [self.deadline, self.deadline.map { max(0, $0 - self.reserve) }].compactMap(\.self)
            let coincides = mix.isActive(.coincidence) && !instants.isEmpty
            let instant = coincides ? instants[dice.number(0...instants.count - 1)] : clock.draw(0...800, &dice)
            self.cancellation = .at(instant)
        }
        if mix.isActive(.noListener), dice.chance(0.5) { self.listener = .absent }
        if mix.isActive(.slowListener), dice.chance(0.7) { self.listener = .slow(.milliseconds(dice.number(1...100))) }
        if mix.isActive(.quittingListener), dice.chance(0.7) { self.listener = .quitting(dice.number(0...20)) }
    }

    private var reserve: Instant { self.configuration.reserve?.asInstant ?? 0 }

    /// Whether somebody else must end the world.
    fileprivate static func mayHang(_ attempt: Attempt) -> Bool { attempt.duration == nil }
}

extension World.Member {
    fileprivate var mayHang: Bool { self.attempts.contains(where: World.mayHang) }

    fileprivate mutating func connect(_ index: Int, of count: Int, _ mix: FaultMix, _ dice: inout Dice) {
        let all = mix[.needs] + mix[.wants] + mix[.quorum]
        if mix.isActive(.chains), index > 0, dice.chance(mix[.chains]) { self.needs.append(index - 1) }
        for other in 0..<index where !self.needs.contains(other) && dice.chance(2.5 / Double(count)) {
            let draw = dice.fraction() * all
            if draw < mix[.needs] {
                self.needs.append(other)
            } else if draw < mix[.needs] + mix[.wants] {
                self.wants.append(other)
            } else {
                self.quorum.append(other)
            }
        }
        if !self.quorum.isEmpty { self.quorumCount = dice.number(1...self.quorum.count) }
        self.options.isFinal = index >= count - 3 && dice.chance(mix[.final])
    }

    fileprivate mutating func drawLater(_ mix: FaultMix, _ times: World.Times, _ dice: inout Dice) {
        if dice.chance(mix[.hedging]) {
            let delay = times.draw(1...150, &dice).asDuration
            self.options.hedging = HedgingPolicy(after: .fixed(delay), maximumAttempts: dice.number(2...3))
            // An agent with side effects is not hedged, whatever it says.
            self.options.sideEffects = dice.chance(0.9) ? .none : .idempotent
        }
        if !self.quorum.isEmpty, mix.isActive(.race), dice.chance(0.3 + mix[.race]) {
            self.isRace = true
            self.quorumCount = 1
        }
        self.hasSubstitute = dice.chance(mix[.substitute])
        self.callsProvider = mix.isActive(.provider) && dice.chance(0.7)
        while self.attempts.count < self.maximumAttempts { self.attempts.append(World.Attempt(mix, times, &dice)) }
        // One that never returns would keep its place for ever, and so would one that waits for a run inside which waits for
        // the same place.
        if self.mayHang || !self.inner.isEmpty { self.callsProvider = false }
    }

    fileprivate mutating func declare(_ mix: FaultMix, _ clock: World.Times, _ dice: inout Dice) {
        if mix.isActive(.reserve) || mix.isActive(.limit) {
            self.options.expectedDuration = .milliseconds(dice.number(0...40) * 5)
        }
        self.options.retry.maximumAttempts = dice.chance(mix[.retries]) ? dice.number(2...4) : 1
        self.options.retry.backoff = .milliseconds(dice.number(0...100))
        if dice.chance(mix[.attemptTimeout]) {
            self.options.retry.attemptTimeout = clock.draw(10...200, &dice).asDuration
        }
        if dice.chance(mix[.timeout]) { self.options.timeout = clock.draw(10...400, &dice).asDuration }
        if dice.chance(mix[.fallback]) { self.options.fallback = "fallback of \(self.name)" }
        if dice.chance(mix[.minimumBudget]) { self.options.minimumBudget = clock.draw(1...300, &dice).asDuration }
        if dice.chance(mix[.condition]) { self.isWanted = dice.chance(0.6) }
        if dice.chance(mix[.slowCondition]) {
            self.isWanted = dice.chance(0.8)
            self.thinking = clock.draw(1...100, &dice)
        }
        if mix.isActive(.cooperative), dice.chance(0.5) { self.options.isolation = .cooperative }
    }
}

extension World.Attempt {
    fileprivate init(_ mix: FaultMix, _ clock: World.Times, _ dice: inout Dice) {
        self.init(duration: clock.latency(mix, &dice))
        if dice.chance(mix[.failure]) { self.ending = .fails(retryAfter: nil) }
        if dice.chance(mix[.retryAfter]) {
            let wait = dice.chance(0.1) ? 3_600_000 : dice.number(0...300)
            self.ending = .fails(retryAfter: .milliseconds(wait))
        }
        if dice.chance(mix[.permanentFailure]) { self.ending = .failsForGood }
        if self.ending == .succeeds, dice.chance(mix[.emptyOutput]) { self.ending = .isEmpty }
        if dice.chance(mix[.answersWhenStopped]) { self.hearing = .answers }
        if dice.chance(mix[.slowToStop]) { self.hearing = .stopsLate(clock.draw(0...25, &dice)) }
        if dice.chance(mix[.deaf]) { self.hearing = .ignores }
        if dice.chance(mix[.partials]) { self.parts = dice.number(1...4) }
        self.recordsUsage = dice.chance(mix[.usage])
        self.warns = dice.chance(mix[.warning] / 4)
        if dice.chance(mix[.endless] / 3) { self.duration = .milliseconds(10 * 3_600_000) }
        if dice.chance(mix[.hung] / 4) { self.duration = nil }
        if self.duration.map({ $0 < .milliseconds(1_000) }) ?? false { self.blocks = dice.chance(mix[.blocking] / 3) }
    }
}

extension World {
    /// Draws times: where they are to coincide, all of them are multiples of the same one.
    struct Times: Sendable {
        private let grid: Instant
        private let shape: Int

        init(_ mix: FaultMix, _ dice: inout Dice) {
            self.grid = mix.isActive(.coincidence) ? .milliseconds([10, 20, 50][dice.number(0...2)]) : 1
            self.shape = dice.number(0...2)
        }

        /// So many milliseconds.
        func draw(_ range: ClosedRange<Int>, _ dice: inout Dice) -> Instant {
            let instant = self.fitted(.milliseconds(dice.number(range)))
            return range.lowerBound > 0 ? max(instant, self.grid) : instant
        }

        func latency(_ mix: FaultMix, _ dice: inout Dice) -> Instant {
            if dice.chance(mix[.instant]) { return 0 }
            guard dice.chance(mix[.heavyTail]) else { return self.draw(1...250, &dice) }
            let milliseconds: Double =
                switch self.shape {
                case 0: dice.lognormal(median: 40, spread: 1)
                case 1: dice.chance(0.9) ? 20 : 2_000
                default: dice.pareto(least: 10, shape: 1.2)
                }
            // Microseconds, and ten at least: what takes less is treated as too short to be helped with.
            return self.fitted(Instant(min(max(milliseconds, 0.01), 60_000) * 1_000) * 1_000)
        }

        private func fitted(_ instant: Instant) -> Instant { instant / self.grid * self.grid }
    }
}
