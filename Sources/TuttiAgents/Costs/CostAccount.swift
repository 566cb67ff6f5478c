internal import TuttiCore
public import TuttiModels

/// Whose money models spend: the prices, the budgets and the ledger that the calls of a process share.
public final class CostAccount: Sendable {
    /// What calls cost, and who they are counted on.
    public struct Configuration: Sendable {
        /// What models cost.
        public var prices = PriceTable.standard
        /// What may be spent.
        public var limits = BudgetLimits()
        /// Who spends it.
        public var user = ""
        /// Begins the names of the calls; no two processes that share a ledger may have the same.
        public var session = ""
        /// What was spent before on the day on which the account is opened, in all and by the user.
        public var spentToday = Money.zero, spentByUser = Money.zero
        /// The seconds by which the calendar of the budgets is east of UTC.
        public var utcOffset = 0
        /// Gets what a person should know of calls that belong to no run.
        public var onWarning: @Sendable (String) -> Void = { _ in }

        /// Creates the defaults: the prices that ship, no limits, nobody.
        public init() {}

        /// Takes over what calls of `day` cost, in all and of the user; of other days, also of days to come under a clock
        /// that was ahead, nothing counts.
        package mutating func takeOver(_ entries: [CostEntry], of day: CalendarDay) {
            let ofDay = entries.filter { CalendarDay(containing: $0.date, utcOffset: self.utcOffset) == day }
            for entry in ofDay {
                let cost = entry.cost ?? .zero
                self.spentToday += cost
                if entry.user == self.user { self.spentByUser += cost }
            }
        }
    }

    private struct State {
        var calls = 0
        var unpriced: Set<String> = []
    }

    /// The tokens of an answer for which the request sets no maximum.
    static let assumedAnswer = 1_000

    /// Where the calls are kept.
    public let ledger: any CostLedger
    let configuration: Configuration
    package let budgets: CostBudgets
    private let now: @Sendable () -> Timestamp
    private let state = Lock(State())

    /// Opens an account; `now` reads the wall clock.
    public init(
        _ configuration: Configuration = .init(), ledger: any CostLedger, now: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.ledger = ledger
        self.now = now
        self.budgets = CostBudgets(
            configuration.limits, today: CalendarDay(containing: now(), utcOffset: configuration.utcOffset),
            spentToday: configuration.spentToday, spentByUser: configuration.spentByUser)
    }

    /// The share of the day's budget that is spent, in percent; nil when there is no such budget.
    public var spentPercentOfDay: Int? {
        self.budgets.budget(of: self.day(of: self.now())).map { budget in
            guard budget.limit > .zero else { return 100 }
            return Int(min(Double(budget.spent.nanodollars) / Double(budget.limit.nanodollars) * 100, 1e6))
        }
    }

    /// Begins a call: reserves what it may cost.
    ///
    /// - Throws: ``ModelError`` `quotaExceeded` when a budget has no room for it.
    func book(
        _ request: ModelRequest, of model: MeteredModel, for question: ModelQuestion?
    ) throws(ModelError) -> CostBooking {
        let date = self.now()
        let price = self.configuration.prices.price(of: model.pricedAs)
        let payer = question?.payer
        let estimate = TokenUsage(
            inputTokens: TokenUsage.estimate(for: request, output: 0).inputTokens,
            outputTokens: request.maximumTokens ?? Self.assumedAnswer)
        let run = payer?.run.description ?? ""
        let reservation: BudgetReservation
        do {
            reservation = try self.budgets.reserve(
                price?.cost(of: estimate) ?? .zero, run: run, on: self.day(of: date))
        } catch { throw error.error }
        question?.meter()
        let number = self.state.withLock { state in
            state.calls += 1
            return state.calls
        }
        let entry = CostEntry(
            id: "\(self.configuration.session)-\(number)", date: date, user: self.configuration.user, run: run,
            agent: payer?.agent ?? "", attempt: payer?.attempt ?? 0, model: model.name, usage: .zero,
            cost: price.map { _ in .zero }, outcome: .failed, savedTokens: request.savedTokens)
        if price == nil { self.warnOfNoPrice(of: model.pricedAs, payer) }
        return CostBooking(entry, price, reservation, request, in: self, payer: payer)
    }

    /// Tells a person, by the report of the run where there is one.
    func warn(_ message: String, _ payer: AgentContext?) {
        if let payer { payer.warn(message) } else { self.configuration.onWarning(message) }
    }

    private func warnOfNoPrice(of model: String, _ payer: AgentContext?) {
        let isNew = self.state.withLock { $0.unpriced.count < 100 && $0.unpriced.insert(model).inserted }
        guard isNew else { return }
        self.warn(
            "there is no price for \(model): its tokens are counted, what they cost is not; add it to prices.json",
            payer)
    }

    private func day(of date: Timestamp) -> CalendarDay {
        CalendarDay(containing: date, utcOffset: self.configuration.utcOffset)
    }
}
