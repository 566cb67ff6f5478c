internal import TuttiJSON

/// Reads the chunks of OpenAI's chat completions, and what compatible servers make of them.
///
/// reading: `choices` missing, null or empty → nothing · `delta.content` → text · `usage` → tokens
/// reading: an `error` object → throws · `finish_reason` → remembered · `[DONE]` → complete, refused, or truncated
/// complete: only after a `finish_reason` *and* `[DONE]`: a connection may break between the two
package struct OpenAIStreamDecoder: ModelStreamDecoder {
    package private(set) var isComplete = false
    package private(set) var finishReason: FinishReason?
    private var refusal = ""

    package init() {}

    package var whatIsMissing: String { self.finishReason == nil ? "the answer was finished" : "its end was marked" }

    package mutating func decode(_ event: ServerSentEvent) throws(StreamFailure) -> [ModelStreamEvent] {
        guard !self.isComplete else { return [] }
        guard event.data != "[DONE]" else {
            try self.end()
            return []
        }
        // Some gateways send an empty event to keep the connection alive.
        guard event.data.contains(where: { !$0.isWhitespace }) else { return [] }
        let chunk = try Self.parse(event.data)
        if let failure = OpenAIErrorMapping.failure(in: chunk, status: nil) { throw .provider(failure) }
        var events: [ModelStreamEvent] = []
        // We ask for one choice; of more only the first is ours.
        let choice = chunk["choices"]?.array?.first { ($0["index"]?.integer ?? 0) == 0 }
        if let text = choice?["delta"]?["content"]?.string, !text.isEmpty { events.append(.text(text)) }
        if let text = choice?["delta"]?["refusal"]?.string { self.refusal += text.prefix(500) }
        if let reason = choice?["finish_reason"]?.string { self.finishReason = FinishReason(reason) }
        if let usage = Self.usage(chunk["usage"]) { events.append(.usage(usage)) }
        return events
    }

    private mutating func end() throws(StreamFailure) {
        guard self.refusal.isEmpty, self.finishReason?.rawValue != "content_filter" else {
            throw .refused(self.refusal.isEmpty ? "a content filter stopped the answer" : self.refusal)
        }
        // Without a reason the model had not stopped: the end of the body will be reported as a truncation.
        self.isComplete = self.finishReason != nil
    }

    private static func parse(_ data: String) throws(StreamFailure) -> JSONValue {
        do {
            let value = try JSONValue(parsing: data)
            guard value.object != nil else { throw StreamFailure.malformed("a chunk that is not an object") }
            return value
        } catch let failure as StreamFailure {
            throw failure
        } catch {
            throw .malformed("a chunk that is not JSON (\(error))")
        }
    }

    private static func usage(_ value: JSONValue?) -> TokenUsage? {
        guard let input = value?["prompt_tokens"]?.integer, let output = value?["completion_tokens"]?.integer else {
            return nil
        }
        let cached = value?["prompt_tokens_details"]?["cached_tokens"]?.integer ?? 0
        return TokenUsage(inputTokens: input, outputTokens: output, cachedInputTokens: cached)
    }
}
