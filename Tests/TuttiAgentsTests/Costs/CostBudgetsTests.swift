import Testing
import TuttiAgents
import TuttiModels

@Suite struct CostBudgetsTests {
    private static let today = CalendarDay(daysSince1970: 20_000)

    private static func cents(_ cents: Int) -> Money { Money(nanodollars: cents * 10_000_000) }

    @Test func `a call reserves in all budgets or in none, and the refusal says which and what to do`() throws {
        let budgets = CostBudgets(
            BudgetLimits(run: Self.cents(10), day: Self.cents(15)), today: Self.today, spentToday: Self.cents(3))
        var first = try budgets.reserve(Self.cents(8), run: "a", on: Self.today)
        let ofRun = #expect(throws: BudgetRefusal.self) {
            try budgets.reserve(Self.cents(3), run: "a", on: Self.today)
        }
        #expect(ofRun?.scope == .run && ofRun?.isFinal == false)
        let ofDay = #expect(throws: BudgetRefusal.self) {
            try budgets.reserve(Self.cents(5), run: "b", on: Self.today)
        }
        #expect(ofDay?.scope == .day && ofDay?.isFinal == false)
        _ = try budgets.reserve(Self.cents(4), run: "b", on: Self.today)
        // 8 and 4 are reserved, 3 were spent: the day is full.
        #expect(throws: BudgetRefusal.self) { try budgets.reserve(Self.cents(1), run: "c", on: Self.today) }
        #expect(
            budgets.settle(&first, spent: Self.cents(9)) == [
                "80 % of the budget of this run is spent: $0.09 of $0.10",
                "80 % of the budget of the day is spent: $0.12 of $0.15",
            ])
        let final = #expect(throws: BudgetRefusal.self) {
            try budgets.reserve(Self.cents(2), run: "a", on: Self.today)
        }
        #expect(
            final?.error.message
                == "The budget of this run has no room for a call that may cost $0.02: $0.09 of $0.10 spent. The next "
                + "question has one of its own; raise budget.run in the configuration to go on now.")
        #expect(final?.error.code == .quotaExceeded && final?.error.isRetryable == false)
    }

    @Test func `a later settlement corrects the earlier one`() throws {
        let budgets = CostBudgets(BudgetLimits(day: Self.cents(100)), today: Self.today)
        var call = try budgets.reserve(Self.cents(10), run: "a", on: Self.today)
        _ = budgets.settle(&call, spent: Self.cents(4))
        _ = budgets.settle(&call, spent: Self.cents(6))
        _ = budgets.settle(&call, spent: Self.cents(5))
        #expect(budgets.budget(of: Self.today)?.spent == Self.cents(5))
        #expect(budgets.isAtRest)
    }

    @Test func `a new day begins with nothing, and yesterday's calls are counted on yesterday`() throws {
        let budgets = CostBudgets(
            BudgetLimits(day: Self.cents(10), user: Self.cents(10)), today: Self.today, spentToday: Self.cents(9),
            spentByUser: Self.cents(9))
        var late = try budgets.reserve(Self.cents(1), run: "a", on: Self.today)
        let tomorrow = Self.today.adding(days: 1)
        _ = try budgets.reserve(Self.cents(10), run: "b", on: tomorrow)
        _ = budgets.settle(&late, spent: Self.cents(1))
        #expect(budgets.budget(of: tomorrow)?.spent == .zero)
        #expect(budgets.budget(of: tomorrow)?.reserved == Self.cents(10))
    }

    @Test func `the budget of a user binds too`() throws {
        let budgets = CostBudgets(BudgetLimits(user: Self.cents(5)), today: Self.today, spentByUser: Self.cents(5))
        let refusal = #expect(throws: BudgetRefusal.self) {
            try budgets.reserve(Self.cents(1), run: "a", on: Self.today)
        }
        #expect(refusal?.scope == .user && refusal?.isFinal == true)
        #expect(refusal?.error.message.contains("begins anew at midnight; raise budget.user") == true)
        _ = try budgets.reserve(.zero, run: "a", on: Self.today)
    }

    @Test func `runs of long ago are forgotten, those that are under way are not`() throws {
        let budgets = CostBudgets(BudgetLimits(run: Self.cents(10)), today: Self.today)
        _ = try budgets.reserve(Self.cents(10), run: "under way", on: Self.today)
        for number in 0..<3_000 {
            var call = try budgets.reserve(Self.cents(10), run: "\(number)", on: Self.today)
            _ = budgets.settle(&call, spent: Self.cents(10))
        }
        #expect(throws: BudgetRefusal.self) { try budgets.reserve(Self.cents(1), run: "under way", on: Self.today) }
        #expect(throws: BudgetRefusal.self) { try budgets.reserve(Self.cents(1), run: "2999", on: Self.today) }
        _ = try budgets.reserve(Self.cents(1), run: "0", on: Self.today)
    }
}
