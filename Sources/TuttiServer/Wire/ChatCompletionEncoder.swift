package import TuttiCore
package import TuttiJSON

/// Writes chat completions as OpenAI's interface has them: one object, or chunks.
package struct ChatCompletionEncoder: Hashable, Sendable {
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

    /// The whole answer.
    ///
    /// - Parameter text: The answer as far as it is given, before any text that ends it.
    package func completion(_ text: String, _ outcome: ChatOutcome) -> JSONValue {
        let choice: JSONValue = [
            "index": 0,
            "message": ["role": "assistant", "content": .string(text), "refusal": .null],
            "logprobs": .null, "finish_reason": .string(outcome.finishReason.rawValue),
        ]
        return .object(
            JSONObject(
                self.head("chat.completion") + [
                    ("choices", [choice]), ("usage", Self.json(of: outcome.usage)), ("tutti", outcome.details),
                ]))
    }

    // MARK: Streamed

    /// The first chunk, which says who speaks.
    package var opening: JSONValue { self.chunk(["role": "assistant", "content": ""]) }

    /// A piece of the answer.
    package func delta(_ text: String) -> JSONValue { self.chunk(["content": .string(text)]) }

    /// The last chunk of the answer.
    package func closing(_ outcome: ChatOutcome) -> JSONValue {
        self.chunk([:], outcome.finishReason, [("tutti", outcome.details)])
    }

    /// What was used; nil unless the client has asked for it.
    package func usage(_ usage: Usage) -> JSONValue? {
        guard self.includesUsage else { return nil }
        return .object(
            JSONObject(self.head("chat.completion.chunk") + [("choices", []), ("usage", Self.json(of: usage))]))
    }

    private func chunk(
        _ delta: JSONValue, _ finishReason: ChatOutcome.FinishReason? = nil, _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        let choice: JSONValue = [
            "index": 0, "delta": delta, "logprobs": .null,
            "finish_reason": finishReason.map { .string($0.rawValue) } ?? .null,
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

    private static func json(of usage: Usage) -> JSONValue {
        [
            "prompt_tokens": .integer(usage.inputTokens), "completion_tokens": .integer(usage.outputTokens),
            "total_tokens": .integer(usage.inputTokens.addingReportingOverflow(usage.outputTokens).partialValue),
        ]
    }
}
