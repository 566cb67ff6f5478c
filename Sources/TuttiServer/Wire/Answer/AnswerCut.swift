/// Cuts a text that grows where its client wants it to end.
package struct AnswerCut: Sendable {
    private var stop: StopSequences
    private var limit: TokenLimit

    package init(_ bounds: AnswerBounds) {
        self.stop = StopSequences(bounds.stop)
        self.limit = TokenLimit(bounds.maximumTokens)
    }

    /// Why nothing passes any more; nil while something may.
    package var finish: ChatOutcome.Finish? {
        if self.limit.isReached { return .length }
        return self.stop.matched.map { .stopSequence($0) }
    }

    /// What of the text may be shown now.
    package mutating func pass(_ text: String) -> String { self.limit.pass(self.stop.pass(text)) }

    /// What was held back, once nothing follows.
    package mutating func end() -> String { self.limit.pass(self.stop.finish()) }
}
