public import TuttiModels

/// What may be spent; nil sets no limit.
public struct BudgetLimits: Hashable, Sendable {
    /// By one run.
    public var run: Money?
    /// By all of a calendar day.
    public var day: Money?
    /// By one user on a calendar day.
    public var user: Money?

    /// Creates limits; none by default.
    public init(run: Money? = nil, day: Money? = nil, user: Money? = nil) {
        self.run = run
        self.day = day
        self.user = user
    }
}
