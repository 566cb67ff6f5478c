package import TuttiCore
package import TuttiJSON

/// Writes messages as Anthropic's interface has them: one object, or named events.
package struct MessagesEncoder: AnswerEncoder, Hashable {
    private let id: String
    private let model: String

    /// - Parameters:
    ///   - run: The identity of the run, of which that of the message is made.
    ///   - model: The name of the ensemble, as the client said it.
    package init(run: RunID, model: String) {
        self.id = "msg_\(run)"
        self.model = model
    }

    // MARK: Not streamed

    package func whole(_ outcome: ChatOutcome) -> JSONValue {
        self.message(
            [["type": "text", "text": .string(outcome.answer ?? "")]], Self.reason(outcome.finish), outcome.usage,
            [("tutti", outcome.details)])
    }

    // MARK: Streamed

    /// What was read is known at the end: the client takes it from there.
    package func opening() -> String {
        let start = self.message([], [("stop_reason", .null), ("stop_sequence", .null)], Usage(), [])
        return ServerSentEvent.encoded("message_start", [("message", start)])
            + ServerSentEvent.encoded(
                "content_block_start", [("index", 0), ("content_block", ["type": "text", "text": ""])])
    }

    package func delta(_ text: String) -> String {
        ServerSentEvent.encoded(
            "content_block_delta", [("index", 0), ("delta", ["type": "text_delta", "text": .string(text)])])
    }

    package func closing(_ outcome: ChatOutcome) -> String {
        ServerSentEvent.encoded("content_block_stop", [("index", 0)])
            + ServerSentEvent.encoded(
                "message_delta",
                [
                    ("delta", .object(JSONObject(Self.reason(outcome.finish)))),
                    ("usage", Self.json(of: outcome.usage)), ("tutti", outcome.details),
                ])
            + ServerSentEvent.encoded("message_stop", [])
    }

    package func failing(_ outcome: ChatOutcome) -> String {
        "event: error\ndata: \(outcome.error.json(for: .anthropic).serialized())\n\n"
    }

    // MARK: Parts

    private func message(
        _ content: JSONValue, _ reason: [(String, JSONValue)], _ usage: Usage, _ more: [(String, JSONValue)]
    ) -> JSONValue {
        .object(
            JSONObject(
                [
                    ("id", .string(self.id)), ("type", "message"), ("role", "assistant"),
                    ("model", .string(self.model)), ("content", content),
                ] + reason + [("usage", Self.json(of: usage))] + more))
    }

    private static func reason(_ finish: ChatOutcome.Finish) -> [(String, JSONValue)] {
        switch finish {
        case .whole: [("stop_reason", "end_turn"), ("stop_sequence", .null)]
        case .stopSequence(let text): [("stop_reason", "stop_sequence"), ("stop_sequence", .string(text))]
        case .length: [("stop_reason", "max_tokens"), ("stop_sequence", .null)]
        }
    }

    private static func json(of usage: Usage) -> JSONValue {
        [
            "input_tokens": .integer(usage.inputTokens), "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0, "output_tokens": .integer(usage.outputTokens),
        ]
    }
}
