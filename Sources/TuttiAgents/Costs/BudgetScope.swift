/// What a budget is for.
package enum BudgetScope: String, Hashable, Sendable, CaseIterable {
    case run, day, user

    /// The name for a person.
    var label: String {
        switch self {
        case .run: "of this run"
        case .day: "of the day"
        case .user: "of this user for the day"
        }
    }

    /// When there is money again.
    var renewal: String {
        switch self {
        case .run: "The next question has one of its own"
        case .day, .user: "It begins anew at midnight"
        }
    }
}
