internal import TuttiCore
internal import TuttiModels

/// One call in the books, from its reservation to its last token.
///
/// Its facts come one after another; only ``cancelled()`` comes from elsewhere, while ``began()`` at most is under way.
final class CostBooking: Sendable {
    private struct State {
        var meter: TokenMeter
        var reservation: BudgetReservation
        var entry: CostEntry
        var isKept = false
    }

    private let price: ModelPrice?
    private let account: CostAccount
    private let payer: AgentContext?
    private let state: Lock<State>

    init(
        _ entry: CostEntry, _ price: ModelPrice?, _ reservation: BudgetReservation, _ request: ModelRequest,
        in account: CostAccount, payer: AgentContext?
    ) {
        self.price = price
        self.account = account
        self.payer = payer
        self.state = Lock(State(meter: TokenMeter(request), reservation: reservation, entry: entry))
    }

    func began() { self.state.withLock { $0.meter.began() } }

    func took(_ event: ModelStreamEvent) {
        let change = self.state.withLock { $0.meter.took(event) }
        self.tell(change)
        // What still comes after the call seemed to be over corrects what was kept.
        if change != nil, let outcome = self.state.withLock({ $0.isKept ? $0.entry.outcome : nil }) {
            self.keep(outcome, isOver: false)
        }
    }

    func cancelled() {
        let (change, isKnown) = self.state.withLock { state in
            let change = state.meter.cancelled()
            return (change, state.meter.settled != .zero)
        }
        self.tell(change)
        if isKnown { self.keep(.cancelled, isOver: false) }
    }

    func ended(_ ending: TokenMeter.Ending) {
        self.tell(self.state.withLock { $0.meter.ended(ending) })
        self.keep(Self.outcome(of: ending), isOver: true)
    }

    private static func outcome(of ending: TokenMeter.Ending) -> CostEntry.Outcome {
        switch ending {
        case .finished: .finished
        case .cut: .dropped
        case .failed(let error as ModelError): error.code == .cancelled ? .cancelled : .failed
        case .failed(let error): error is CancellationError ? .cancelled : .failed
        }
    }

    // MARK: Telling

    private func cost(of usage: TokenUsage) -> Money { self.price?.cost(of: usage) ?? .zero }

    private func tell(_ change: TokenMeter.Change?) {
        guard let change, let payer else { return }
        let usage = Usage(
            inputTokens: change.after.inputTokens - change.before.inputTokens,
            outputTokens: change.after.outputTokens - change.before.outputTokens,
            costUSD: (self.cost(of: change.after) - self.cost(of: change.before)).usd)
        if usage != Usage() { payer.record(usage) }
    }

    /// Settles the budgets, and writes the entry when there is something new.
    private func keep(_ outcome: CostEntry.Outcome, isOver: Bool) {
        let (entry, warnings) = self.state.withLock { state -> (CostEntry?, [String]) in
            var entry = state.entry
            entry.usage = state.meter.settled
            entry.cost = self.price.map { $0.cost(of: entry.usage) }
            entry.outcome = outcome
            let isNew = !state.isKept || entry != state.entry
            state.entry = entry
            state.isKept = true
            let warnings = self.account.budgets.settle(
                &state.reservation, spent: entry.cost ?? .zero, isOver: isOver)
            return (isNew ? entry : nil, warnings)
        }
        if let entry { self.account.ledger.record(entry) }
        for warning in warnings { self.account.warn(warning, self.payer) }
    }
}
