internal import TuttiCore

/// Where a strategist writes whom to ask, and the run reads it: lets agents start as soon as they are named.
final class StrategyBoard: Sendable {
    private struct State {
        var progress: StrategyProgress
        var isFallback = false
        /// Whether the run is over.
        var isClosed = false
    }

    private let state: Lock<State>

    init(known: [String], expected: [String] = []) {
        self.state = Lock(State(progress: StrategyProgress(known: known, expected: expected)))
    }

    /// Creates a board with a strategy that is known from the start.
    init(_ choice: Orchestrator.Choice) {
        var state = State(progress: StrategyProgress(known: choice.strategy.assignments.map(\.agent)))
        state.isFallback = choice.isFallback
        _ = state.progress.decide(choice.strategy, isFallback: choice.isFallback, at: .zero)
        self.state = Lock(state)
    }

    /// The strategy as far as it is known; before the decision also those that have begun on suspicion.
    var strategyByNow: Strategy {
        let progress = self.progress
        var strategy = progress.strategy
        guard !progress.isDecided else { return strategy }
        strategy.assignments += progress.expected.filter { progress.choices[$0] == nil }.map { .init($0) }
        return strategy
    }

    /// What is known by now.
    var progress: StrategyProgress { self.state.withLock { $0.progress } }

    /// Whether the standard agents stand in for a strategy.
    var isFallback: Bool { self.state.withLock { $0.isFallback } }

    func prompt(of agent: String) -> String? { self.state.withLock { $0.progress.prompt(of: agent) } }

    /// Lets those start that are expected to be chosen.
    func begin(in context: AgentContext) { self.change(in: context) { $0.progress.begin(at: context.time.now) } }

    /// Takes an assignment that is complete; one that comes when all is decided changes nothing.
    func read(_ assignment: Strategy.Assignment, in context: AgentContext) {
        self.change(in: context) { $0.progress.read(assignment, at: context.time.now) }
    }

    func decide(_ choice: Orchestrator.Choice, in context: AgentContext) {
        self.change(in: context) { state in
            state.isFallback = choice.isFallback
            return state.progress.decide(choice.strategy, isFallback: choice.isFallback, at: context.time.now)
        }
    }

    /// The run is over: what a strategist that was given up still writes changes nothing.
    func close() { self.state.withLock { $0.isClosed = true } }

    /// Orders are carried out under the lock: a strategist that was given up may still write, and its orders must not come
    /// after those of the decision.
    private func change(in context: AgentContext, _ body: (inout State) -> [StrategyProgress.Order]) {
        self.state.withLock { state in
            guard !state.isClosed else { return }
            for order in body(&state) {
                switch order {
                case .choose(let assignment, let isSpeculative):
                    context.choose(assignment.agent, after: assignment.after, isSpeculative: isSpeculative)
                case .dismiss(let agent): context.dismiss(agent)
                }
            }
        }
    }
}
