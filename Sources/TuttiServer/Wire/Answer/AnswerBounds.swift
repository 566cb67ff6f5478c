/// Where a client wants an answer to end.
package struct AnswerBounds: Hashable, Sendable {
    /// Texts before which it ends.
    package var stop: [String]
    /// The most tokens, at least 1; nil sets no bound.
    package var maximumTokens: Int?

    package init(stop: [String] = [], maximumTokens: Int? = nil) {
        self.stop = stop
        self.maximumTokens = maximumTokens
    }

    /// Whether an answer is never cut.
    package var isNone: Bool { self.stop.isEmpty && self.maximumTokens == nil }
}
