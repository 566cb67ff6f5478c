package import TuttiAgents
package import TuttiCore
internal import TuttiJSON

/// A request of `POST /v1/responses`, as far as it means something here; unknown members are ignored.
package struct ResponsesRequest: AnswerRequest, Hashable {
    package static let dialect = APIDialect.openAI

    package var model: String
    package var question: Question
    package var isStreamed = false
    package var bounds = AnswerBounds()
    /// What the client told the model to be; part of the background.
    package var instructions: String?

    /// What would need an answer of before, or one that is fetched later: nothing is kept for that here.
    private static let unserved = ["previous_response_id", "conversation", "prompt"]

    package init(parsing body: [UInt8]) throws(APIError) {
        let object = try RequestObject(parsing: body)
        self.model = try object.model()
        self.instructions = try object.string("instructions")
        self.isStreamed = try object.bool("stream") ?? false
        self.bounds.maximumTokens = try object.integer("max_output_tokens", in: 1...Int.max)
        for key in Self.unserved where object.value(key) != nil {
            throw .invalid("\(key) is not served: the whole conversation belongs in input", key)
        }
        guard try object.bool("background") != true else {
            throw .invalid("background is not served: POST /v1/runs begins a run and returns", "background")
        }
        let system = self.instructions.map { [ChatMessage(role: "system", text: $0)] } ?? []
        guard let question = (system + (try Self.input(of: object))).question else {
            throw .invalid("input must have a message of the user with a text", "input")
        }
        self.question = question
    }

    package func encoder(run: RunID, created: Int) -> ResponsesEncoder {
        ResponsesEncoder(
            run: run, model: self.model, created: created, instructions: self.instructions,
            maximumTokens: self.bounds.maximumTokens)
    }

    /// A text is a message of the user; else there is a list of them, among which other items are refused.
    private static func input(of object: RequestObject) throws(APIError) -> [ChatMessage] {
        if let text = object.value("input")?.string { return [ChatMessage(role: "user", text: text)] }
        for (index, item) in (object.value("input")?.array ?? []).enumerated() {
            guard let type = item["type"], type != .null, type.string != "message" else { continue }
            throw .invalid("input[\(index)] is no message: other items are not understood", "input[\(index)].type")
        }
        return try object.messages("input", .responses)
    }
}
