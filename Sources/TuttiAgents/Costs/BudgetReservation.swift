internal import TuttiModels

/// What one call may spend, of which budgets, and what it has spent.
package struct BudgetReservation: Sendable {
    let keys: [CostBudgets.Key]
    /// What it may cost.
    let amount: Money
    /// What of it is still reserved.
    var held: Money
    var spent = Money.zero

    init(_ keys: [CostBudgets.Key], _ amount: Money) {
        self.keys = keys
        self.amount = amount
        self.held = amount
    }
}
