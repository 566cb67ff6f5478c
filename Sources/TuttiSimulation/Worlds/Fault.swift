/// What can be different in a world: the things that go wrong, and the features that are in use.
///
/// The names are the keys of the counts that `tutti-sim` prints.
package enum Fault: Int, CaseIterable, Sendable {
    // What agents do.
    case failure, retryAfter, permanentFailure, emptyOutput, heavyTail, instant, endless, deaf, hung, answersWhenStopped
    case slowToStop, partials, usage, blocking, nested, warning
    // What is declared of them.
    case needs, wants, quorum, final, retries, attemptTimeout, timeout, fallback, minimumBudget, condition
    case slowCondition, cooperative, chains
    // What the executor is told.
    case limit, spacing, executorTimeout, reserve, failsFast, noFallbacks, abandonmentLimit, graces, nonsense
    // What surrounds the run.
    case deadline, cancellation, earlyCancellation, coincidence, smallBuffer, slowListener, noListener
    case quittingListener, several, crowd
    // What came to the worlds later: drawn after everything else, so that the seeds of before keep their worlds.
    case hedging, race, substitute, thrift, budget, provider
}

/// Which faults are active in a world, and how often each strikes.
///
/// About a quarter of the sites is active in a world, so that one fault can be frequent without hiding another one.
package struct FaultMix: Sendable {
    private var rates = [Double](repeating: 0, count: Fault.allCases.count)

    package init(_ dice: inout Dice) {
        for fault in Fault.allCases where !fault.isLater { self.draw(fault, &dice) }
        // A graph without edges tells little.
        if !self.isActive(.needs), !self.isActive(.wants), !self.isActive(.quorum) { self[.needs] = 0.5 }
    }

    /// Draws what came to the worlds later.
    package mutating func drawLater(_ dice: inout Dice) {
        for fault in Fault.allCases where fault.isLater { self.draw(fault, &dice) }
    }

    private mutating func draw(_ fault: Fault, _ dice: inout Dice) {
        guard dice.chance(fault.share) else { return }
        let draw = dice.fraction()
        self.rates[fault.rawValue] = 0.02 + 0.7 * draw * draw
    }

    /// Nothing goes wrong.
    package init() {}

    /// How often a fault strikes where it can, 0 to 1.
    package subscript(fault: Fault) -> Double {
        get { self.rates[fault.rawValue] }
        set { self.rates[fault.rawValue] = newValue }
    }

    package func isActive(_ fault: Fault) -> Bool { self.rates[fault.rawValue] > 0 }

    package var active: [Fault] { Fault.allCases.filter(self.isActive) }
}

extension Fault {
    /// How many of the worlds know it.
    fileprivate var share: Double {
        switch self {
        case .needs: 0.8
        case .race: 0.5
        case .wants, .deadline, .deaf, .retries, .failure: 0.4
        case .heavyTail, .limit, .timeout, .final: 0.35
        case .crowd, .abandonmentLimit, .failsFast: 0.1
        case .smallBuffer, .slowListener, .noListener, .quittingListener: 0.08
        case .substitute, .thrift, .budget: 0.15
        default: 0.25
        }
    }

    /// Whether it is drawn after all others.
    fileprivate var isLater: Bool { self.rawValue >= Fault.hedging.rawValue }
}
