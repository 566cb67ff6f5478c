package import TuttiModels

/// Why a call was not made.
package struct BudgetRefusal: Error, Hashable, Sendable {
    package var scope: BudgetScope
    package var budget: BudgetMachine
    package var amount: Money
    package var isFinal: Bool

    /// The refusal for a person; another try helps only if calls that are under way give back what they reserved.
    package var error: ModelError {
        let (budget, scope) = (self.budget, self.scope)
        let underWay = budget.isAtRest ? "" : ", \(budget.reserved) reserved by calls that are under way"
        var error = ModelError(
            .quotaExceeded,
            "The budget \(scope.label) has no room for a call that may cost \(self.amount): \(budget.spent) of "
                + "\(budget.limit) spent\(underWay). \(scope.renewal); raise budget.\(scope.rawValue) in the "
                + "configuration to go on now.")
        error.isRetryable = !self.isFinal
        return error
    }
}
