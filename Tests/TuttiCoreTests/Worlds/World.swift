import TuttiCore

/// One random scenario: a graph, what each attempt of each agent does, the bounds, and when somebody cancels.
struct World: Sendable {
    enum Ending: Equatable {
        case succeeds
        case fails(retryAfter: Duration?)
        case failsForGood
    }

    struct Attempt {
        var duration: Duration
        var ending: Ending
        var ignoresCancellation: Bool
    }

    struct Member {
        var name: String
        var needs: [Int] = []
        var wants: [Int] = []
        var quorum: [Int] = []
        var quorumCount = 0
        var attempts: [Attempt] = []
        var options = AgentOptions()
        /// What its condition says; nil when it has none.
        var isWanted: Bool?

        var inputs: [Int] { self.needs + self.wants + self.quorum }
    }

    var seed: UInt64
    var members: [Member] = []
    var configuration = ParallelExecutor.Configuration()
    var deadline: Duration?
    var cancellation: Duration?

    /// Creates the world of a seed.
    ///
    /// - Parameter isMixed: Makes about half of its agents cooperative and changes nothing else.
    init(seed: UInt64, isMixed: Bool = false) {
        var dice = Dice(seed: seed)
        self.seed = seed
        let count = dice.number(5...30)
        for index in 0..<count { self.members.append(Self.member(index, of: count, &dice)) }
        if dice.chance(0.4) { self.configuration.maximumParallel = dice.number(1...4) }
        if dice.chance(0.2) { self.configuration.startSpacing = .milliseconds(dice.number(1...30)) }
        if dice.chance(0.2) { self.configuration.timeout = .milliseconds(dice.number(50...400)) }
        if dice.chance(0.3) { self.configuration.reserve = .milliseconds(dice.number(0...200)) }
        self.configuration.failsFast = dice.chance(0.08)
        if dice.chance(0.1) { self.configuration.fallback = .disabled }
        if dice.chance(0.5) { self.deadline = .milliseconds(dice.number(0...1500)) }
        if dice.chance(0.15) { self.cancellation = .milliseconds(dice.number(0...800)) }
        guard isMixed else { return }
        for index in self.members.indices where dice.chance(0.5) {
            self.members[index].options.isolation = .cooperative
        }
    }

    private static func member(_ index: Int, of count: Int, _ dice: inout Dice) -> Member {
        var member = Member(name: "n\(index)")
        let isFinal = index >= count - 3 && dice.chance(0.4)
        for other in 0..<index where dice.chance(2.5 / Double(count)) {
            switch dice.number(0...9) {
            case 0...4: member.needs.append(other)
            case 5...7: member.wants.append(other)
            default: member.quorum.append(other)
            }
        }
        if !member.quorum.isEmpty { member.quorumCount = dice.number(1...member.quorum.count) }
        member.options.isFinal = isFinal
        member.options.expectedDuration = .milliseconds(dice.number(0...40) * 5)
        member.options.retry.maximumAttempts = dice.chance(0.3) ? dice.number(2...4) : 1
        member.options.retry.backoff = .milliseconds(dice.number(0...100))
        if dice.chance(0.15) { member.options.retry.attemptTimeout = .milliseconds(dice.number(10...200)) }
        if dice.chance(0.2) { member.options.timeout = .milliseconds(dice.number(10...400)) }
        if dice.chance(0.15) { member.options.fallback = "fallback of \(member.name)" }
        if dice.chance(0.1) { member.options.minimumBudget = .milliseconds(dice.number(1...300)) }
        if dice.chance(0.08) { member.isWanted = dice.chance(0.5) }
        for _ in 0..<member.options.retry.maximumAttempts { member.attempts.append(Self.attempt(&dice)) }
        return member
    }

    private static func attempt(_ dice: inout Dice) -> Attempt {
        let ending: Ending =
            switch dice.number(0...19) {
            case 0...1: .fails(retryAfter: nil)
            case 2: .fails(retryAfter: .milliseconds(dice.number(1...300)))
            case 3: .failsForGood
            default: .succeeds
            }
        let duration = dice.chance(0.1) ? 0 : dice.chance(0.05) ? 5_000 : dice.number(1...250)
        return Attempt(duration: .milliseconds(duration), ending: ending, ignoresCancellation: dice.chance(0.15))
    }
}

extension World {
    /// Draws that read well.
    struct Dice {
        private var generator: SeededRandomNumberGenerator

        init(seed: UInt64) { self.generator = SeededRandomNumberGenerator(seed: seed) }

        mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.generator) }
        mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self.generator) < share }
    }
}
