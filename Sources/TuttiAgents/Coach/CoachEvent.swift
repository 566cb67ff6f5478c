public import TuttiCore

/// What happens while the coach answers, in order.
public enum CoachEvent: Sendable {
    /// It reads the message; shown as "thinking".
    case thinking
    /// It replies by itself; pieces of the reply, in order.
    case replyDelta(String)
    /// The team is to be asked: the strategist chooses whom.
    case choosing
    /// The choice was made, and the run has begun.
    case chosen(Coordination)
    /// An event of the run; the answer comes as `answerDelta`s.
    case run(RunEvent)
}
