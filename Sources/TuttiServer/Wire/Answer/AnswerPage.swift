package import TuttiCore

/// Watches an answer that is given whole, to end its run once the client wants no more of it.
///
/// a piece of the answer → kept, up to the bounds · the answer begins anew → what was kept counts no more
/// the bounds are met → the answer is what was kept
package struct AnswerPage: Sendable {
    private let bounds: AnswerBounds
    private var stream = AnswerStream()
    private var cut: AnswerCut
    private var text = ""
    private var hasGap = false

    package init(_ bounds: AnswerBounds) {
        self.bounds = bounds
        self.cut = AnswerCut(bounds)
    }

    /// Whether the client wants no more: what follows changes nothing.
    package var isCut: Bool { !self.hasGap && self.cut.finish != nil }

    /// Takes an event of the run.
    package mutating func heard(_ kind: RunEvent.Kind) {
        guard !self.isCut else { return }
        if case .gap = kind { self.hasGap = true }
        switch self.stream.heard(kind) {
        case .append(let text): self.text += self.cut.pass(text)
        case .restart(let text): self.begin(with: text)
        case .ignore: break
        }
    }

    /// The answer as the client gets it, and why it ends there.
    package mutating func ended(with outcome: ChatOutcome) -> ChatOutcome {
        var outcome = outcome
        if !self.isCut {
            guard let answer = outcome.answer else { return outcome }
            self.begin(with: answer)
            self.text += self.cut.end()
        }
        outcome.answer = self.text
        outcome.finish = self.cut.finish ?? outcome.finish
        return outcome
    }

    private mutating func begin(with text: String) {
        self.cut = AnswerCut(self.bounds)
        self.text = self.cut.pass(text)
    }
}
