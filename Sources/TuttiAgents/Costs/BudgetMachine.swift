package import TuttiModels

/// One budget: what is spent of it, and what calls that are under way may still spend.
///
/// reserve: granted while what is spent, what is reserved and the amount fit · what costs nothing is always granted
/// settle: the reservation is given back, what was really spent is counted · tells a share the first time it is reached
///
/// More than the limit is spent only by calls that cost more than they had reserved: at most the sum of these
/// differences over the calls that were under way when the limit was reached, for afterwards none is granted. It is 0
/// where every request says how long its answer may be and the guess of its length is not too low.
package struct BudgetMachine: Hashable, Sendable {
    package enum Decision: Hashable, Sendable {
        case granted
        /// Final unless calls that are under way give enough back.
        case refused(isFinal: Bool)
    }

    /// The shares that are told of, in percent.
    package static let toldShares = [50, 80, 95]

    package let limit: Money
    package private(set) var spent: Money
    package private(set) var reserved = Money.zero
    /// The largest share that was told of, in percent.
    private var told: Int

    /// A budget of which something is spent already; the shares this has reached were told of when it was.
    package init(limit: Money, spent: Money = .zero) {
        self.limit = max(limit, .zero)
        self.spent = max(spent, .zero)
        self.told = 0
        self.told = self.reachedShare
    }

    package func decision(on amount: Money) -> Decision {
        guard amount > .zero, self.spent + self.reserved + amount > self.limit else { return .granted }
        return .refused(isFinal: self.spent + amount > self.limit)
    }

    package mutating func reserve(_ amount: Money) { self.reserved += amount }

    /// Gives a reservation back and counts what was spent, which may be a correction of what was counted before.
    ///
    /// - Returns: The share in percent that was reached for the first time.
    package mutating func settle(_ reservation: Money, spent amount: Money) -> Int? {
        self.reserved = self.reserved - reservation
        self.spent += amount
        let share = self.reachedShare
        guard share > self.told else { return nil }
        self.told = share
        return share
    }

    /// Nobody is under way.
    package var isAtRest: Bool { self.reserved == .zero }

    private var reachedShare: Int {
        Self.toldShares.last { self.spent > .zero && self.spent >= self.limit.percent($0) } ?? 0
    }
}
