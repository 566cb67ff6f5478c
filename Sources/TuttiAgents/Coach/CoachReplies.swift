/// What the coach says without a model to a message that needs no agent.
enum CoachReplies {
    /// A short, kind reply.
    static func reply(to smallTalk: CoordinationHeuristic.SmallTalk?) -> String {
        switch smallTalk {
        case .greeting: "Hello! What is on your mind today?"
        case .thanks: "You are welcome. Is there anything else you would like to look at?"
        case .farewell: "Take care. What we talked about will be here when you come back."
        case .wellBeing: "I am well, thank you. More important: how are you, and what is on your mind?"
        case .identity:
            """
            I am a coach that knows you through your own words: I look into your journal, your notes and your tasks, \
            and put together what helps. Tell me what is on your mind, or ask me what to do first today.
            """
        case .agreement: "Good. Shall we look at something else, or stay with this a little longer?"
        case .refusal: "That is all right. I am here when something comes up."
        case .clarification:
            """
            I can only say again what was found, because no language model is connected. Ask the question in other \
            words, and I will look once more.
            """
        case .empty: "I am listening. What is on your mind?"
        case nil: "Tell me a little more: what happened, and what would make it better?"
        }
    }
}
