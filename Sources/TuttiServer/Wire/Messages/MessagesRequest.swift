package import TuttiAgents
package import TuttiCore
internal import TuttiJSON

/// A request of Anthropic's `POST /v1/messages`, as far as it means something here; unknown members are ignored.
package struct MessagesRequest: AnswerRequest, Hashable {
    package static let dialect = APIDialect.anthropic

    package var model: String
    package var question: Question
    package var isStreamed = false
    package var bounds: AnswerBounds

    package init(parsing body: [UInt8]) throws(APIError) {
        let object = try RequestObject(parsing: body)
        self.model = try object.model()
        guard let tokens = try object.integer("max_tokens", in: 1...Int.max) else {
            throw .invalid("max_tokens is missing", "max_tokens", code: "missing")
        }
        self.bounds = AnswerBounds(stop: try object.stops("stop_sequences"), maximumTokens: tokens)
        self.isStreamed = try object.bool("stream") ?? false
        let system = try ChatMessage.text(of: object.value("system"), at: "system", .messages)
        let messages = try object.messages("messages", .messages)
        guard let question = ([ChatMessage(role: "system", text: system)] + messages).question else {
            throw .invalid("messages must have one of the role user with a text", "messages")
        }
        self.question = question
    }

    package func encoder(run: RunID, created: Int) -> MessagesEncoder { MessagesEncoder(run: run, model: self.model) }
}
