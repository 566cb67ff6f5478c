internal import TuttiJSON

/// Reads the events of Anthropic's messages.
///
/// reading: `message_start` → tokens read · `content_block_delta` with text → text · `message_delta` → tokens, reason
/// reading: `error` → throws · `message_stop` → complete, or refused · `ping` and unknown types → nothing
/// complete: only after `message_stop`
package struct AnthropicStreamDecoder: ModelStreamDecoder {
    package private(set) var isComplete = false
    package private(set) var finishReason: FinishReason?
    private var usage: TokenUsage?

    package init() {}

    package var whatIsMissing: String { self.finishReason == nil ? "the answer was finished" : "its end was marked" }

    package mutating func decode(_ event: ServerSentEvent) throws(StreamFailure) -> [ModelStreamEvent] {
        guard !self.isComplete, event.data.contains(where: { !$0.isWhitespace }) else { return [] }
        let value = try Self.parse(event.data)
        switch value["type"]?.string {
        case "message_start": return self.noteUsage(value["message"]?["usage"])
        case "content_block_delta":
            guard let text = value["delta"]?["text"]?.string, !text.isEmpty else { return [] }
            return [.text(text)]
        case "message_delta":
            if let reason = value["delta"]?["stop_reason"]?.string { self.finishReason = Self.reason(reason) }
            return self.noteUsage(value["usage"])
        case "message_stop":
            guard self.finishReason?.rawValue != "refusal" else { throw .refused(nil) }
            self.isComplete = true
            return []
        case "error": throw .provider(AnthropicErrorMapping.failure(in: value, status: nil))
        default: return []
        }
    }

    /// Figures are cumulative, and an event repeats only some of them: what it leaves out stays as it was.
    private mutating func noteUsage(_ value: JSONValue?) -> [ModelStreamEvent] {
        guard let value, value.object != nil else { return [] }
        var usage = self.usage ?? .zero
        let cached = Self.count(value["cache_read_input_tokens"])
        let input = Self.count(value["input_tokens"]) + Self.count(value["cache_creation_input_tokens"]) + cached
        // Gateways repeat the figures at the end with zeros in them.
        if input > 0 {
            usage.inputTokens = input
            usage.cachedInputTokens = cached
        }
        if let output = value["output_tokens"] { usage.outputTokens = Self.count(output) }
        self.usage = usage
        return [.usage(usage)]
    }

    /// A billion is no real figure, and keeps the sum from overflowing.
    private static func count(_ value: JSONValue?) -> Int { min(max(0, value?.integer ?? 0), 1_000_000_000) }

    private static func reason(_ word: String) -> FinishReason {
        switch word {
        case "end_turn", "stop_sequence": .stop
        case "max_tokens", "model_context_window_exceeded": .length
        case "tool_use": .toolCalls
        default: FinishReason(word)
        }
    }

    private static func parse(_ data: String) throws(StreamFailure) -> JSONValue {
        do {
            return try JSONValue(parsing: data)
        } catch {
            throw .malformed("an event that is not JSON (\(error))")
        }
    }
}
