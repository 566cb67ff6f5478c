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

    package func whole(_ outcome: ChatOutcome) -> JSONText {
        .object { json in
            self.writeMessage(outcome, to: &json)
            json.member("tutti", outcome.details)
        }
    }

    // MARK: Streamed

    /// What was read is known at the end: the client takes it from there.
    package func opening() -> String {
        ServerSentEvent.encoded("message_start") { json in
            json.object("message") { json in self.writeMessage(nil, to: &json) }
        }
            + ServerSentEvent.encoded("content_block_start") { json in
                json.member("index", 0)
                json.object("content_block") { json in Self.writeBlock("text", "", to: &json) }
            }
    }

    package func delta(_ text: String) -> String {
        ServerSentEvent.encoded("content_block_delta") { json in
            json.member("index", 0)
            json.object("delta") { json in Self.writeBlock("text_delta", text, to: &json) }
        }
    }

    package func closing(_ outcome: ChatOutcome) -> String {
        ServerSentEvent.encoded("content_block_stop") { json in json.member("index", 0) }
            + ServerSentEvent.encoded("message_delta") { json in
                json.object("delta") { json in Self.write(outcome.finish, to: &json) }
                json.object("usage") { json in Self.write(outcome.usage, to: &json) }
                json.member("tutti", outcome.details)
            }
            + ServerSentEvent.encoded("message_stop") { _ in }
    }

    package func failing(_ outcome: ChatOutcome) -> String {
        "event: error\ndata: \(outcome.error.json(for: .anthropic).serialized())\n\n"
    }

    // MARK: Parts

    /// - Parameter outcome: The end of the answer; nil while nothing is there of it.
    private func writeMessage(_ outcome: ChatOutcome?, to json: inout JSONWriter) {
        json.member("id", self.id)
        json.member("type", "message")
        json.member("role", "assistant")
        json.member("model", self.model)
        json.array("content") { json in
            guard let outcome else { return }
            json.object { json in Self.writeBlock("text", outcome.answer ?? "", to: &json) }
        }
        Self.write(outcome?.finish, to: &json)
        json.object("usage") { json in Self.write(outcome?.usage ?? Usage(), to: &json) }
    }

    private static func writeBlock(_ type: String, _ text: String, to json: inout JSONWriter) {
        json.member("type", type)
        json.member("text", text)
    }

    private static func write(_ finish: ChatOutcome.Finish?, to json: inout JSONWriter) {
        let (reason, sequence): (String?, String?) =
            switch finish {
            case nil: (nil, nil)
            case .whole: ("end_turn", nil)
            case .stopSequence(let text): ("stop_sequence", text)
            case .length: ("max_tokens", nil)
            }
        json.member("stop_reason", reason)
        json.member("stop_sequence", sequence)
    }

    private static func write(_ usage: Usage, to json: inout JSONWriter) {
        json.member("input_tokens", usage.inputTokens)
        json.member("cache_creation_input_tokens", 0)
        json.member("cache_read_input_tokens", 0)
        json.member("output_tokens", usage.outputTokens)
    }
}
