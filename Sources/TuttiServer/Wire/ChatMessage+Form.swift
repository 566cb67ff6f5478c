extension ChatMessage {
    /// Which messages an interface has.
    struct Form: Sendable {
        var roles: [String]
        /// The types of the parts of a message that are text.
        var textTypes: Set<String>

        /// Those of chat completions.
        static let chat = Form(
            roles: ["system", "developer", "user", "assistant", "tool", "function"], textTypes: ["text"])
        /// Those of OpenAI's responses.
        static let responses = Form(
            roles: ["system", "developer", "user", "assistant"], textTypes: ["input_text", "output_text", "text"])
        /// Those of Anthropic's messages.
        static let messages = Form(roles: ["user", "assistant", "system"], textTypes: ["text"])
    }
}
