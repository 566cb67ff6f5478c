internal import TuttiCore

/// A question that an agent asks a model: whose turn it is that a limit waits for, and who is told of the tokens.
final class ModelQuestion: Sendable {
    private struct State {
        var isMetered = false
        var isWaiting = false
    }

    /// The question that the task asks just now.
    @TaskLocal static var current: ModelQuestion?

    /// Asks.
    let context: AgentContext
    /// For whom it asks: the tokens are counted there.
    let payer: AgentContext
    private let state = Lock(State())

    init(_ context: AgentContext, payer: AgentContext) {
        self.context = context
        self.payer = payer
    }

    /// A model below counts the tokens, with their price: who asked it must not count them again.
    func meter() { self.state.withLock { $0.isMetered = true } }

    var isMetered: Bool { self.state.withLock { $0.isMetered } }

    /// The call waits for a limit of ours, so the provider does not know of it.
    var isWaiting: Bool {
        get { self.state.withLock { $0.isWaiting } }
        set { self.state.withLock { $0.isWaiting = newValue } }
    }
}
