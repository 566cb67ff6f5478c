internal import TuttiCore

/// A ``ChoiceHistory`` that several questions share: each is begun with what those before it have taught.
public final class ChoiceLog: Sendable {
    private let state: Lock<ChoiceHistory>

    /// Creates a log that knows what `history` does.
    public init(_ history: ChoiceHistory = .init()) { self.state = Lock(history) }

    /// What is known by now.
    public var history: ChoiceHistory { self.state.withLock { $0 } }

    /// Learns from a question.
    public func record(_ outcome: ChoiceOutcome) { self.state.withLock { $0.record(outcome) } }
}
