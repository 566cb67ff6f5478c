internal import TuttiCore
package import TuttiModels

/// The budgets of a process: each call reserves in all that bind it, or in none.
///
/// Beyond 1,024 runs the oldest that have nothing under way are forgotten; the days before today are too.
package final class CostBudgets: Sendable {
    enum Key: Hashable, Sendable {
        case run(String)
        case day(CalendarDay)
        case user(CalendarDay)

        var scope: BudgetScope {
            switch self {
            case .run: .run
            case .day: .day
            case .user: .user
            }
        }

        func isBefore(_ today: CalendarDay) -> Bool {
            switch self {
            case .run: false
            case .day(let day), .user(let day): day < today
            }
        }
    }

    private struct State {
        var machines: [Key: BudgetMachine] = [:]
        /// Oldest first.
        var runs: [Key] = []
    }

    private static let maximumRuns = 1024

    private let limits: BudgetLimits
    private let state: Lock<State>

    /// Creates budgets of which some is spent already: other processes count on the same day, each from what it read when
    /// it began, so together they may spend what each of them spends after that.
    package init(_ limits: BudgetLimits, today: CalendarDay, spentToday: Money = .zero, spentByUser: Money = .zero) {
        self.limits = limits
        var state = State()
        state.machines[.day(today)] = limits.day.map { BudgetMachine(limit: $0, spent: spentToday) }
        state.machines[.user(today)] = limits.user.map { BudgetMachine(limit: $0, spent: spentByUser) }
        self.state = Lock(state)
    }

    /// Reserves what a call may cost.
    package func reserve(_ amount: Money, run: String, on day: CalendarDay) throws(BudgetRefusal) -> BudgetReservation {
        let bounds: [(Key, Money?)] = [
            (.run(run), run.isEmpty ? nil : self.limits.run), (.day(day), self.limits.day),
            (.user(day), self.limits.user),
        ]
        return try self.state.withLock { state throws(BudgetRefusal) in
            Self.forget(&state, before: day)
            var keys: [Key] = []
            for case (let key, let limit?) in bounds {
                let machine = state.machines[key] ?? BudgetMachine(limit: limit)
                if state.machines.updateValue(machine, forKey: key) == nil, key.scope == .run { state.runs.append(key) }
                if case .refused(let isFinal) = machine.decision(on: amount) {
                    throw BudgetRefusal(scope: key.scope, budget: machine, amount: amount, isFinal: isFinal)
                }
                keys.append(key)
            }
            for key in keys { state.machines[key]?.reserve(amount) }
            return BudgetReservation(keys, amount)
        }
    }

    /// Counts what a call has spent in all, and gives back what it can spend no more.
    ///
    /// - Parameter isOver: False for a call that was told to stop and has not: what it still may spend stays reserved.
    /// - Returns: What a person should know now.
    package func settle(_ reservation: inout BudgetReservation, spent: Money, isOver: Bool = true) -> [String] {
        let held = isOver ? .zero : max(.zero, reservation.amount - spent)
        let (keys, freed, change) = (reservation.keys, reservation.held - held, spent - reservation.spent)
        reservation.held = held
        reservation.spent = spent
        return self.state.withLock { state in
            keys.compactMap { key in
                guard let share = state.machines[key]?.settle(freed, spent: change),
                    let machine = state.machines[key]
                else { return nil }
                return "\(share) % of the budget \(key.scope.label) is spent: \(machine.spent) of \(machine.limit)"
            }
        }
    }

    /// What is spent and reserved of the day's budget; nil when there is none.
    package func budget(of day: CalendarDay) -> BudgetMachine? {
        self.limits.day.map { limit in
            self.state.withLock { $0.machines[.day(day)] ?? BudgetMachine(limit: limit) }
        }
    }

    /// Nothing is reserved.
    package var isAtRest: Bool { self.state.withLock { $0.machines.values.allSatisfy(\.isAtRest) } }

    private static func forget(_ state: inout State, before day: CalendarDay) {
        for (key, machine) in state.machines where machine.isAtRest && key.isBefore(day) { state.machines[key] = nil }
        guard state.runs.count >= Self.maximumRuns,
            let oldest = state.runs.firstIndex(where: { state.machines[$0]?.isAtRest ?? true })
        else { return }
        state.machines[state.runs.remove(at: oldest)] = nil
    }
}
