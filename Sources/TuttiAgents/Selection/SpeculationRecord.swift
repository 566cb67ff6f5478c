#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Whether it pays to start agents before they are chosen.
///
/// trying: enough were started and too few of them used → off · else → trying
/// off: after so many questions → trying, and what was recent is forgotten
struct SpeculationRecord: Hashable, Sendable {
    /// The share of the recent ones that has to be used.
    private static let enough = 0.4
    /// The agents that are started before it is judged.
    private static let minimumStarted = 6.0
    /// The questions for which it is off.
    private static let pause = 20
    /// What is left of an agent that was started after the next: half after 14, which makes the last 20 or so count.
    private static let fading = exp2(-1.0 / 14)

    /// The most time that is added up.
    private static let longest = Duration.seconds(1_000_000)

    /// All that was speculated.
    private(set) var total = ChoiceOutcome.Speculation()
    /// The recent ones; each counts one, and less with each that follows.
    private(set) var started = 0.0
    private(set) var used = 0.0
    /// The agents that were started since it was last tried anew.
    private(set) var trials = 0.0
    /// The questions for which it is still off.
    private(set) var pausedQuestions = 0

    init() {}

    /// Takes what was kept; nil when it makes no sense.
    init?(total: ChoiceOutcome.Speculation, started: Double, used: Double, trials: Double, pausedQuestions: Int) {
        guard 0 <= total.used, total.used <= total.started, total.saved >= .zero, total.saved <= Self.longest,
            total.wastedUSD >= 0, 0 <= used, used <= started, started <= 100, trials >= 0, pausedQuestions >= 0,
            pausedQuestions <= Self.pause
        else { return nil }
        self.total = total
        self.started = started
        self.used = used
        self.trials = trials
        self.pausedQuestions = pausedQuestions
    }

    /// Whether it is on.
    var pays: Bool { self.pausedQuestions == 0 }

    /// Learns from one question of the kind, whether or not anything was started for it.
    mutating func record(_ speculation: ChoiceOutcome.Speculation) {
        let started = min(max(speculation.started, 0), Strategy.maximumAgents)
        let used = min(max(speculation.used, 0), started)
        self.total.started &+= started
        self.total.used &+= used
        self.total.saved = min(self.total.saved + max(speculation.saved, .zero), Self.longest)
        self.total.wastedUSD += speculation.wastedUSD.isFinite ? max(speculation.wastedUSD, 0) : 0
        if self.pausedQuestions > 0 {
            self.pausedQuestions -= 1
            return
        }
        let left = pow(Self.fading, Double(started))
        self.started = self.started * left + Double(started)
        self.used = self.used * left + Double(used)
        self.trials += Double(started)
        guard self.trials >= Self.minimumStarted, self.used < self.started * Self.enough else { return }
        self.pausedQuestions = Self.pause
        self.started = 0
        self.used = 0
        self.trials = 0
    }
}
