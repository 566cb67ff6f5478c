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

    package func whole(_ outcome: ChatOutcome) -> JSONText { .object { self.writeWhole(outcome, to: &$0) } }

    // MARK: Streamed

    package mutating func opening() -> String {
        let (created, begun) = (self.nextNumber(), self.nextNumber())
        return self.response(created, "response.created") { json in self.write("in_progress", to: &json) }
            + self.response(begun, "response.in_progress") { json in self.write("in_progress", to: &json) }
    }

    package mutating func delta(_ text: String) -> String {
        self.text += text
        let (item, number) = (self.item(), self.nextNumber())
        return item
            + self.event(number, "response.output_text.delta") { json in
                self.writePlace(to: &json)
                json.member("delta", text)
                json.array("logprobs") { _ in }
            }
    }

    package mutating func closing(_ outcome: ChatOutcome) -> String {
        var outcome = outcome
        outcome.answer = self.text
        let status = Self.status(outcome.finish)
        let item = self.item()
        let (text, part, whole, last) = (self.nextNumber(), self.nextNumber(), self.nextNumber(), self.nextNumber())
        let done =
            item
            + self.event(text, "response.output_text.done") { json in
                self.writePlace(to: &json)
                json.member("text", self.text)
                json.array("logprobs") { _ in }
            }
            + self.event(part, "response.content_part.done") { json in
                self.writePlace(to: &json)
                json.object("part") { json in Self.writePart(self.text, to: &json) }
            }
            + self.event(whole, "response.output_item.done") { json in
                json.member("output_index", 0)
                json.object("item") { json in self.writeItem(status, self.text, to: &json) }
            }
        let name: StaticString = outcome.finish == .length ? "response.incomplete" : "response.completed"
        return done + self.response(last, name) { json in self.writeWhole(outcome, to: &json) }
    }

    package mutating func failing(_ outcome: ChatOutcome) -> String {
        let number = self.nextNumber()
        return self.response(number, "response.failed") { json in self.write("failed", outcome, to: &json) }
    }

    private mutating func nextNumber() -> Int {
        defer { self.sequence += 1 }
        return self.sequence
    }

    private func response(
        _ number: Int, _ name: StaticString, _ writeResponse: (inout JSONWriter) -> Void
    ) -> String {
        self.event(number, name) { json in json.object("response", writeResponse) }
    }

    private func event(_ number: Int, _ name: StaticString, _ writeMembers: (inout JSONWriter) -> Void) -> String {
        ServerSentEvent.encoded(name) { json in
            json.member("sequence_number", number)
            writeMembers(&json)
        }
    }

    /// The events that the first text is preceded by, once.
    private mutating func item() -> String {
        guard !self.hasItem else { return "" }
        self.hasItem = true
        let (item, part) = (self.nextNumber(), self.nextNumber())
        return self.event(item, "response.output_item.added") { json in
            json.member("output_index", 0)
            json.object("item") { json in self.writeItem("in_progress", nil, to: &json) }
        }
            + self.event(part, "response.content_part.added") { json in
                self.writePlace(to: &json)
                json.object("part") { json in Self.writePart("", to: &json) }
            }
    }

    // MARK: Parts

    private var itemID: String { "msg_\(self.run)" }

    private func writePlace(to json: inout JSONWriter) {
        json.member("item_id", self.itemID)
        json.member("output_index", 0)
        json.member("content_index", 0)
    }

    private func writeWhole(_ outcome: ChatOutcome, to json: inout JSONWriter) {
        self.write(Self.status(outcome.finish), outcome, hasOutput: true, to: &json)
    }

    private func write(
        _ status: String, _ outcome: ChatOutcome? = nil, hasOutput: Bool = false, to json: inout JSONWriter
    ) {
        Self.writeConstants(to: &json)
        json.member("id", "resp_\(self.run)")
        json.member("object", "response")
        json.member("created_at", self.created)
        json.member("model", self.model)
        json.member("status", status)
        json.member("instructions", self.instructions)
        json.member("max_output_tokens", self.maximumTokens)
        json.array("output") { json in
            guard hasOutput else { return }
            json.object { json in self.writeItem(status, outcome?.answer ?? "", to: &json) }
        }
        Self.write(outcome?.usage, to: &json)
        Self.write(status == "failed" ? outcome?.error : nil, to: &json)
        if status == "incomplete" {
            json.object("incomplete_details") { json in json.member("reason", "max_output_tokens") }
        } else {
            json.null("incomplete_details")
        }
        if let outcome { json.member("tutti", outcome.details) }
    }

    /// Members that the interface requires and that say the same of every response.
    private static func writeConstants(to json: inout JSONWriter) {
        json.member("background", false)
        json.object("metadata") { _ in }
        json.member("parallel_tool_calls", false)
        json.null("previous_response_id")
        json.member("store", false)
        json.null("temperature")
        json.object("text") { json in json.object("format") { json in json.member("type", "text") } }
        json.member("tool_choice", "none")
        json.array("tools") { _ in }
        json.null("top_p")
        json.member("truncation", "disabled")
    }

    private static func write(_ error: APIError?, to json: inout JSONWriter) {
        guard let error else { return json.null("error") }
        json.object("error") { json in
            json.member("code", "server_error")
            json.member("message", error.message)
        }
    }

    /// - Parameter text: The text of its only part; nil while it has none.
    private func writeItem(_ status: String, _ text: String?, to json: inout JSONWriter) {
        json.member("id", self.itemID)
        json.member("type", "message")
        json.member("status", status)
        json.member("role", "assistant")
        json.array("content") { json in
            guard let text else { return }
            json.object { json in Self.writePart(text, to: &json) }
        }
    }

    private static func writePart(_ text: String, to json: inout JSONWriter) {
        json.member("type", "output_text")
        json.member("text", text)
        json.array("annotations") { _ in }
        json.array("logprobs") { _ in }
    }

    /// The interface has no word for a deadline: what it cuts is incomplete as what a number of tokens does.
    private static func status(_ finish: ChatOutcome.Finish) -> String {
        finish == .length ? "incomplete" : "completed"
    }

    private static func write(_ usage: Usage?, to json: inout JSONWriter) {
        guard let usage else { return json.null("usage") }
        json.object("usage") { json in
            json.member("input_tokens", usage.inputTokens)
            json.object("input_tokens_details") { json in
                json.member("cached_tokens", 0)
                json.member("cache_write_tokens", 0)
            }
            json.member("output_tokens", usage.outputTokens)
            json.object("output_tokens_details") { json in json.member("reasoning_tokens", 0) }
            json.member("total_tokens", usage.totalTokens)
        }
    }
}
