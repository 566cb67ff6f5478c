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

    package func whole(_ outcome: ChatOutcome) -> JSONText {
        .object { json in
            self.writeHead("chat.completion", to: &json)
            json.array("choices") { json in
                json.object { json in
                    json.member("index", 0)
                    json.object("message") { json in
                        json.member("role", "assistant")
                        json.member("content", outcome.answer ?? "")
                        json.null("refusal")
                    }
                    json.null("logprobs")
                    json.member("finish_reason", Self.reason(outcome.finish))
                }
            }
            json.object("usage") { json in Self.write(outcome.usage, to: &json) }
            json.member("tutti", outcome.details)
        }
    }

    // MARK: Streamed

    package func opening() -> String {
        self.chunk { delta in
            delta.member("role", "assistant")
            delta.member("content", "")
        }
    }

    package func delta(_ text: String) -> String { self.chunk { delta in delta.member("content", text) } }

    package func closing(_ outcome: ChatOutcome) -> String {
        let last = self.chunk(finishReason: Self.reason(outcome.finish), details: outcome.details) { _ in }
        return last + self.usage(outcome.usage) + ServerSentEvent.done
    }

    package func failing(_ outcome: ChatOutcome) -> String {
        ServerSentEvent.encoded(JSONText(outcome.error.json)) + ServerSentEvent.done
    }

    private func chunk(
        finishReason: String? = nil, details: JSONText? = nil, _ writeDelta: (inout JSONWriter) -> Void
    ) -> String {
        ServerSentEvent.encoded(
            .object { json in
                self.writeHead("chat.completion.chunk", to: &json)
                json.array("choices") { json in
                    json.object { json in
                        json.member("index", 0)
                        json.object("delta", writeDelta)
                        json.null("logprobs")
                        json.member("finish_reason", finishReason)
                    }
                }
                if self.includesUsage { json.null("usage") }
                if let details { json.member("tutti", details) }
            })
    }

    /// What was used; nothing unless the client has asked for it.
    private func usage(_ usage: Usage) -> String {
        guard self.includesUsage else { return "" }
        return ServerSentEvent.encoded(
            .object { json in
                self.writeHead("chat.completion.chunk", to: &json)
                json.array("choices") { _ in }
                json.object("usage") { json in Self.write(usage, to: &json) }
            })
    }

    // MARK: Parts

    private func writeHead(_ object: String, to json: inout JSONWriter) {
        json.member("id", self.id)
        json.member("object", object)
        json.member("created", self.created)
        json.member("model", self.model)
    }

    private static func reason(_ finish: ChatOutcome.Finish) -> String {
        switch finish {
        case .whole, .stopSequence: "stop"
        case .length: "length"
        }
    }

    private static func write(_ usage: Usage, to json: inout JSONWriter) {
        json.member("prompt_tokens", usage.inputTokens)
        json.member("completion_tokens", usage.outputTokens)
        json.member("total_tokens", usage.totalTokens)
    }
}
