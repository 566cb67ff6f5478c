package import TuttiCore

/// All that happens for one seed: some runs at once on one executor, and one without faults when they are over.
package struct Scenario: Sendable {
    package let seed: UInt64
    package var configuration: ParallelExecutor.Configuration
    package var mix: FaultMix
    package var worlds: [World]
    /// What the provider bears that agents of all worlds call; nil when there is none.
    package private(set) var provider: Provider.Configuration?
    /// What all attempts are counted on, if they are.
    package private(set) var budget: AttemptBudget?
    /// The world of the liveness phase; it must be complete in bounded time.
    package var calm: World

    package init(seed: UInt64) {
        var dice = Dice(seed: seed ^ 0x7475_7474_6921_7369)
        self.seed = seed
        self.mix = FaultMix(&dice)
        self.configuration = .init(self.mix, &dice)
        var later = Dice(seed: seed ^ 0x6C61_7465_7220_6F6E)
        self.mix.drawLater(&later)
        // Who has no budget may hedge without end: then the judge knows when a hedge is due.
        self.configuration.hedgingBudget = nil
        if self.mix.isActive(.budget) { self.budget = AttemptBudget() }
        if self.mix.isActive(.provider) { self.provider = .init(&later) }
        if self.mix.isActive(.thrift) { self.configuration.skipsUnneeded = true }
        self.worlds = []
        let count = self.mix.isActive(.several) ? dice.number(2...3) : 1
        for index in 0..<count {
            var world = World(name: "world \(seed).\(index)", self.configuration, self.mix, &dice)
            if index > 0 { world.start = .milliseconds(dice.number(0...200)) }
            world.drawLater(self.mix, &later)
            if let budget { world.count(on: budget) }
            self.worlds.append(world)
        }
        self.calm = World(calm: "calm \(seed)", self.configuration, &dice)
    }
}

extension ParallelExecutor.Configuration {
    init(_ mix: FaultMix, _ dice: inout Dice) {
        self.init()
        if mix.isActive(.limit) { self.maximumParallel = dice.number(1...4) }
        if mix.isActive(.spacing) { self.startSpacing = .milliseconds(dice.number(1...30)) }
        if mix.isActive(.executorTimeout) { self.timeout = .milliseconds(dice.number(50...400)) }
        if mix.isActive(.reserve) { self.reserve = dice.chance(0.3) ? nil : .milliseconds(dice.number(0...200)) }
        self.failsFast = mix.isActive(.failsFast)
        if mix.isActive(.noFallbacks) { self.fallback = .disabled }
        if mix.isActive(.abandonmentLimit) { self.maximumAbandoned = dice.number(1...4) }
        if mix.isActive(.graces) {
            self.stoppingGrace = .milliseconds(dice.number(0...30))
            self.deadlineGrace = .milliseconds(dice.number(0...30))
        }
        if mix.isActive(.smallBuffer) { self.eventCapacity = dice.number(1...16) }
        guard mix.isActive(.nonsense) else { return }
        // What cannot be meant counts as not given.
        if self.maximumParallel == nil, dice.chance(0.5) { self.maximumParallel = -dice.number(0...3) }
        if self.startSpacing == .zero, dice.chance(0.5) { self.startSpacing = .milliseconds(-5) }
        if self.timeout == nil, dice.chance(0.5) { self.timeout = .zero }
        if self.reserve == nil, dice.chance(0.5) { self.reserve = .milliseconds(-1) }
    }
}

extension Provider.Configuration {
    /// Draws what a provider bears: little, so that calls wait, and it is left alone soon.
    init(_ dice: inout Dice) {
        self.init(maximumConcurrency: dice.number(1...6))
        if dice.chance(0.5) { self.maximumQueue = dice.number(0...3) }
        if dice.chance(0.3) { self.requestsPerMinute = dice.number(1...20) * 60 }
        self.circuitBreaker.window = 6
        self.circuitBreaker.minimumCalls = dice.number(1...4)
        self.circuitBreaker.openTime = .milliseconds(dice.number(10...100))
        self.circuitBreaker.probes = dice.number(1...2)
    }
}
