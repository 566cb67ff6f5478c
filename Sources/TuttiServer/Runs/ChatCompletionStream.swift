package import TuttiCore

/// Sends the answer of a run as chunks of a chat completion while it grows.
package struct ChatCompletionStream: Sendable {
    private let run: RunID
    private let hub: RunHub
    private let encoder: ChatCompletionEncoder
    private let stop: [String]

    package init(_ run: RunID, of hub: RunHub, _ encoder: ChatCompletionEncoder, stop: [String] = []) {
        self.run = run
        self.hub = hub
        self.encoder = encoder
        self.stop = stop
    }

    /// Sends everything to `send`, from the first chunk to `[DONE]`; who cannot be reached any more throws there.
    ///
    /// - Throws: What `send` throws, and `CancellationError`.
    package func send(to send: (String) async throws -> Void) async throws {
        var answer = ChatAnswer(stop: self.stop)
        var last = 0
        try await send(ServerSentEvent.encoded(self.encoder.opening))
        while true {
            switch try await self.hub.next(of: self.run, after: last) {
            case .events(let events):
                last = events.last?.sequence ?? last
                let wasStopped = answer.isStopped
                try await self.sendText(events.map { answer.heard($0.kind) }.joined(), to: send)
                // The rest would be thrown away.
                if answer.isStopped, !wasStopped { _ = self.hub.cancel(self.run) }
            case .ended(let report):
                return try await self.finish(&answer, ChatOutcome(report), to: send)
            case .wait: continue
            case .unknown:
                return try await send(ServerSentEvent.encoded(ChatOutcome.failed.json) + ServerSentEvent.done)
            }
        }
    }

    private func sendText(_ text: String, to send: (String) async throws -> Void) async throws {
        if !text.isEmpty { try await send(ServerSentEvent.encoded(self.encoder.delta(text))) }
    }

    private func finish(
        _ answer: inout ChatAnswer, _ outcome: ChatOutcome, to send: (String) async throws -> Void
    ) async throws {
        try await self.sendText(answer.ended(with: outcome.answer), to: send)
        guard outcome.answer != nil || answer.hasBegun else {
            return try await send(ServerSentEvent.encoded(outcome.error.json) + ServerSentEvent.done)
        }
        var outcome = outcome
        if answer.isStopped { outcome.finishReason = .stop }
        var end = ServerSentEvent.encoded(self.encoder.closing(outcome))
        if let usage = self.encoder.usage(outcome.usage) { end += ServerSentEvent.encoded(usage) }
        try await send(end + ServerSentEvent.done)
    }
}
