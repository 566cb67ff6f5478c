internal import TuttiAgents
internal import TuttiCore

extension RunPresenter {
    /// Shows what happens while the coach answers.
    func take(_ event: CoachEvent) {
        switch event {
        case .thinking: self.announce("thinking")
        case .replyDelta(let text): self.stream(text)
        case .asking: self.endAnnouncement()
        case .run(let event): self.take(event)
        }
    }

    /// Shows the end of an answer that no agent had a part in.
    func concludeReply(_ text: String) {
        self.endAnnouncement()
        self.showAnswer(text)
    }
}
