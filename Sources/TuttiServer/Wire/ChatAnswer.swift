package import TuttiCore

/// Turns the events of a run into the text that a client receives, which cannot be taken back.
///
/// a piece of the answer → sent
/// the answer begins anew with what was sent → only what is new is sent · with something else → after an empty line
/// an event is missing → nothing more until the end
/// the end: what of the answer was not sent, unless it was said to be whole
package struct ChatAnswer: Sendable {
    private var stream = AnswerStream()
    private var cut: AnswerCut
    /// The page as the run shows it, and as the client has it.
    private var (shown, sent) = ([UInt8](), [UInt8]())
    private var hasGap = false

    package init(_ bounds: AnswerBounds = .init()) { self.cut = AnswerCut(bounds) }

    /// Why the answer ends before its run does; nil while it does not.
    package var finish: ChatOutcome.Finish? { self.cut.finish }

    /// Whether any text was to be sent.
    package var hasBegun: Bool { !self.sent.isEmpty }

    /// What is to be sent after an event; empty when nothing.
    package mutating func heard(_ kind: RunEvent.Kind) -> String {
        if case .gap = kind { self.hasGap = true }
        switch self.stream.heard(kind) {
        case .append(let text): self.shown += text.utf8
        case .restart(let text): self.shown = Array(text.utf8)
        case .ignore: return ""
        }
        return self.hasGap ? "" : self.cut.pass(self.unsent())
    }

    /// What is to be sent at the end; nil when there is no answer.
    package mutating func ended(with answer: String?) -> String {
        var rest = ""
        if let answer, !self.stream.isWhole || self.hasGap {
            self.shown = Array(answer.utf8)
            rest = self.cut.pass(self.unsent())
        }
        return rest + self.cut.end()
    }

    private mutating func unsent() -> String {
        if self.sent.starts(with: self.shown) { return "" }
        let isNew = !self.shown.starts(with: self.sent)
        let rest = isNew ? self.shown[...] : self.shown[self.sent.count...]
        self.sent = self.shown
        return (isNew ? "\n\n" : "") + String(decoding: rest, as: UTF8.self)
    }
}
