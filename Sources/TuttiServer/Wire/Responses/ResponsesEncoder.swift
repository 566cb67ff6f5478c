package import TuttiCore
package import TuttiJSON

/// Writes responses as OpenAI's interface has them: one object, or named events that are numbered from 0.
///
/// opening → created, in progress
/// the first piece → its item and its part are added · each piece → a delta
/// closing → text, part and item are done, then the whole response once more · failing → the response without an answer
package struct ResponsesEncoder: AnswerEncoder, Hashable {
    private let run: RunID
    private let model: String
    private let created: Int
    private let instructions: String?
    private let maximumTokens: Int?
    private var sequence = 0
    private var hasItem = false
    private var text = ""

    /// - Parameters:
    ///   - run: The identity of the run, of which that of the response is made.
    ///   - model: The name of the ensemble, as the client said it.
    ///   - created: Seconds since 1970.
    ///   - instructions: What the client told the model to be; it is told so again.
    ///   - maximumTokens: The most tokens of the answer that the client wants; it is told so again.
    package init(
        run: RunID, model: String, created: Int, instructions: String? = nil, maximumTokens: Int? = nil
    ) {
        self.run = run
        self.model = model
        self.created = created
        self.instructions = instructions
        self.maximumTokens = maximumTokens
    }

    // MARK: Not streamed

    package func whole(_ outcome: ChatOutcome) -> JSONValue {
        let status = Self.status(outcome.finish)
        return self.response(status, outcome, [self.item(status, [Self.part(outcome.answer ?? "")])])
    }

    // MARK: Streamed

    package mutating func opening() -> String {
        let response = self.response("in_progress", nil, [])
        return self.event("response.created", [("response", response)])
            + self.event("response.in_progress", [("response", response)])
    }

    package mutating func delta(_ text: String) -> String {
        self.text += text
        return self.item()
            + self.event("response.output_text.delta", self.place + [("delta", .string(text)), ("logprobs", [])])
    }

    package mutating func closing(_ outcome: ChatOutcome) -> String {
        var outcome = outcome
        outcome.answer = self.text
        let status = Self.status(outcome.finish)
        let part = Self.part(self.text)
        let done =
            self.item()
            + self.event("response.output_text.done", self.place + [("text", .string(self.text)), ("logprobs", [])])
            + self.event("response.content_part.done", self.place + [("part", part)])
            + self.event(
                "response.output_item.done", [("output_index", 0), ("item", self.item(status, [part]))])
        let last = self.whole(outcome)
        return done
            + (outcome.finish == .length
                ? self.event("response.incomplete", [("response", last)])
                : self.event("response.completed", [("response", last)]))
    }

    package mutating func failing(_ outcome: ChatOutcome) -> String {
        self.event("response.failed", [("response", self.response("failed", outcome, []))])
    }

    private mutating func event(_ name: StaticString, _ members: [(String, JSONValue)]) -> String {
        defer { self.sequence += 1 }
        return ServerSentEvent.encoded(name, [("sequence_number", .integer(self.sequence))] + members)
    }

    /// The events that the first text is preceded by, once.
    private mutating func item() -> String {
        guard !self.hasItem else { return "" }
        self.hasItem = true
        return self.event(
            "response.output_item.added", [("output_index", 0), ("item", self.item("in_progress", []))])
            + self.event("response.content_part.added", self.place + [("part", Self.part(""))])
    }

    // MARK: Parts

    private var itemID: JSONValue { .string("msg_\(self.run)") }
    private var place: [(String, JSONValue)] {
        [("item_id", self.itemID), ("output_index", 0), ("content_index", 0)]
    }

    private func response(_ status: JSONValue, _ outcome: ChatOutcome?, _ output: JSONValue) -> JSONValue {
        var object = JSONObject(Self.constants)
        object["id"] = .string("resp_\(self.run)")
        object["object"] = "response"
        object["created_at"] = .integer(self.created)
        object["model"] = .string(self.model)
        object["status"] = status
        object["instructions"] = Self.orNull(self.instructions) { .string($0) }
        object["max_output_tokens"] = Self.orNull(self.maximumTokens) { .integer($0) }
        object["output"] = output
        object["usage"] = Self.orNull(outcome) { Self.json(of: $0.usage) }
        object["error"] = status == "failed" ? Self.orNull(outcome) { Self.json(of: $0.error) } : .null
        object["incomplete_details"] = status == "incomplete" ? ["reason": "max_output_tokens"] : .null
        if let outcome { object["tutti"] = outcome.details }
        return .object(object)
    }

    /// Members that the interface requires and that say the same of every response.
    private static let constants: [(String, JSONValue)] = [
        ("background", false), ("metadata", [:]), ("parallel_tool_calls", false), ("previous_response_id", .null),
        ("store", false), ("temperature", .null), ("text", ["format": ["type": "text"]]), ("tool_choice", "none"),
        ("tools", []), ("top_p", .null), ("truncation", "disabled"),
    ]

    private static func orNull<Value>(_ value: Value?, _ json: (Value) -> JSONValue) -> JSONValue {
        value.map(json) ?? .null
    }

    private static func json(of error: APIError) -> JSONValue {
        ["code": "server_error", "message": .string(error.message)]
    }

    private func item(_ status: JSONValue, _ content: JSONValue) -> JSONValue {
        ["id": self.itemID, "type": "message", "status": status, "role": "assistant", "content": content]
    }

    private static func part(_ text: String) -> JSONValue {
        ["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]
    }

    /// The interface has no word for a deadline: what it cuts is incomplete as what a number of tokens does.
    private static func status(_ finish: ChatOutcome.Finish) -> JSONValue {
        finish == .length ? "incomplete" : "completed"
    }

    private static func json(of usage: Usage) -> JSONValue {
        [
            "input_tokens": .integer(usage.inputTokens),
            "input_tokens_details": ["cached_tokens": 0, "cache_write_tokens": 0],
            "output_tokens": .integer(usage.outputTokens), "output_tokens_details": ["reasoning_tokens": 0],
            "total_tokens": .integer(usage.totalTokens),
        ]
    }
}
