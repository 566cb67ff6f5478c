package import TuttiCore
package import TuttiJSON

/// Writes chat completions as OpenAI's interface has them: one object, or chunks.
package struct ChatCompletionEncoder: AnswerEncoder, Hashable {
    private let id: String
    private let model: String
    private let created: Int
    private let includesUsage: Bool

    /// - Parameters:
    ///   - run: The identity of the run, of which that of the completion is made.
    ///   - model: The name of the ensemble, as the client said it.
    ///   - created: Seconds since 1970.
    ///   - includesUsage: Whether the stream ends with what was used: every other chunk then says that it does not know.
    package init(run: RunID, model: String, created: Int, includesUsage: Bool = false) {
        self.id = "chatcmpl-\(run)"
        self.model = model
        self.created = created
        self.includesUsage = includesUsage
    }

    // MARK: Not streamed

    package func whole(_ outcome: ChatOutcome) -> JSONValue {
        let choice: JSONValue = [
            "index": 0,
            "message": ["role": "assistant", "content": .string(outcome.answer ?? ""), "refusal": .null],
            "logprobs": .null, "finish_reason": Self.reason(outcome.finish),
        ]
        return .object(
            JSONObject(
                self.head("chat.completion") + [
                    ("choices", [choice]), ("usage", Self.json(of: outcome.usage)), ("tutti", outcome.details),
                ]))
    }

    // MARK: Streamed

    package func opening() -> String {
        ServerSentEvent.encoded(self.chunk(["role": "assistant", "content": ""]))
    }

    package func delta(_ text: String) -> String { ServerSentEvent.encoded(self.chunk(["content": .string(text)])) }

    package func closing(_ outcome: ChatOutcome) -> String {
        let last = self.chunk([:], Self.reason(outcome.finish), [("tutti", outcome.details)])
        return ServerSentEvent.encoded(last) + self.usage(outcome.usage) + ServerSentEvent.done
    }

    package func failing(_ outcome: ChatOutcome) -> String {
        ServerSentEvent.encoded(outcome.error.json) + ServerSentEvent.done
    }

    /// What was used; nothing unless the client has asked for it.
    private func usage(_ usage: Usage) -> String {
        guard self.includesUsage else { return "" }
        return ServerSentEvent.encoded(
            .object(
                JSONObject(self.head("chat.completion.chunk") + [("choices", []), ("usage", Self.json(of: usage))])))
    }

    private func chunk(
        _ delta: JSONValue, _ finishReason: JSONValue = .null, _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        let choice: JSONValue = [
            "index": 0, "delta": delta, "logprobs": .null, "finish_reason": finishReason,
        ]
        return .object(
            JSONObject(
                self.head("chat.completion.chunk") + [("choices", [choice])]
                    + (self.includesUsage ? [("usage", .null)] : []) + more))
    }

    // MARK: Parts

    private func head(_ object: String) -> [(String, JSONValue)] {
        [
            ("id", .string(self.id)), ("object", .string(object)), ("created", .integer(self.created)),
            ("model", .string(self.model)),
        ]
    }

    private static func reason(_ finish: ChatOutcome.Finish) -> JSONValue {
        switch finish {
        case .whole, .stopSequence: "stop"
        case .length: "length"
        }
    }

    private static func json(of usage: Usage) -> JSONValue {
        [
            "prompt_tokens": .integer(usage.inputTokens), "completion_tokens": .integer(usage.outputTokens),
            "total_tokens": .integer(usage.totalTokens),
        ]
    }
}
