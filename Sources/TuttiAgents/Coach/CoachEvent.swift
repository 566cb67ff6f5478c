public import TuttiCore

/// What happens while the coach answers, in order.
public enum CoachEvent: Sendable {
    /// It reads the message; shown as "thinking".
    case thinking
    /// It replies by itself; the pieces, put together, are the reply.
    case replyDelta(String)
    /// The team is being asked: the run has begun.
    case asking(run: RunID, plan: ExecutionPlan)
    /// An event of the run; the answer comes as `answerDelta`s.
    case run(RunEvent)
}
