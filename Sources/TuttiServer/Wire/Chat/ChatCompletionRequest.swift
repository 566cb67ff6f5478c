package import TuttiAgents
package import TuttiCore

/// A request of `POST /v1/chat/completions`, as far as it means something here; unknown members are ignored.
package struct ChatCompletionRequest: AnswerRequest, Hashable {
    package static let dialect = APIDialect.openAI

    package var model: String
    package var question: Question
    package var isStreamed = false
    /// Whether the stream ends with what the answer used.
    package var includesUsage = false
    package var bounds = AnswerBounds()

    package init(parsing body: [UInt8]) throws(APIError) {
        let object = try RequestObject(parsing: body)
        self.model = try object.model()
        let messages = try object.messages("messages", .chat)
        self.isStreamed = try object.bool("stream") ?? false
        self.includesUsage = try object.object("stream_options")?.bool("include_usage") ?? false
        let tokens = try object.integer("max_completion_tokens", in: 1...Int.max)
        let oldTokens = try object.integer("max_tokens", in: 1...Int.max)
        self.bounds = AnswerBounds(stop: try object.stops("stop"), maximumTokens: tokens ?? oldTokens)
        guard try object.integer("n", in: 1...128) ?? 1 == 1 else { throw .invalid("only one answer is given", "n") }
        guard let question = messages.question else {
            throw .invalid("messages must have one of the role user with a text", "messages")
        }
        self.question = question
    }

    package func encoder(run: RunID, created: Int) -> ChatCompletionEncoder {
        ChatCompletionEncoder(run: run, model: self.model, created: created, includesUsage: self.includesUsage)
    }
}
