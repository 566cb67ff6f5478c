internal import TuttiCore

/// Follows a run for the client that asked for its answer, and ends it once the client wants no more.
package struct AnswerReader: Sendable {
    private let run: RunID
    /// What is known of its end already.
    private let report: EnsembleReport?
    private let hub: RunHub
    private let bounds: AnswerBounds

    package init(_ run: RunEntry, of hub: RunHub, _ bounds: AnswerBounds = .init()) {
        (self.run, self.report) = (run.id, run.outcome)
        self.hub = hub
        self.bounds = bounds
    }

    /// The whole answer where there is nothing to wait for: nil while the run goes on, as far as is known, and for a client
    /// with bounds. For those a run may have been ended, so that its events tell the answer and its report does not.
    package var answerNow: ChatOutcome? { self.bounds.isNone ? self.report.map { ChatOutcome($0) } : nil }

    /// Waits for the whole answer.
    ///
    /// - Throws: `CancellationError` when the calling task is cancelled.
    package func whole() async throws -> ChatOutcome {
        guard !self.bounds.isNone else { return try await self.outcome() }
        var page = AnswerPage(self.bounds)
        try await self.hub.forEachBatch(of: self.run, after: 0) { events in
            for event in events { page.heard(event.kind) }
            if page.isCut { self.endRun() }
        }
        return page.ended(with: try await self.outcome())
    }

    /// Sends the answer to `send` while it grows, from the first event to the last; who cannot be reached any more throws
    /// there.
    ///
    /// - Throws: What `send` throws, and `CancellationError` when the calling task is cancelled.
    package func stream(_ encoder: some AnswerEncoder, to send: (String) async throws -> Void) async throws {
        var (encoder, answer) = (encoder, ChatAnswer(self.bounds))
        try await send(encoder.opening())
        try await self.hub.forEachBatch(of: self.run, after: 0) { events in
            let text = events.map { answer.heard($0.kind) }.joined()
            if !text.isEmpty { try await send(encoder.delta(text)) }
            if answer.finish != nil { self.endRun() }
        }
        var outcome = try await self.outcome()
        let rest = answer.ended(with: outcome.answer)
        guard outcome.answer != nil || answer.hasBegun else { return try await send(encoder.failing(outcome)) }
        outcome.finish = answer.finish ?? outcome.finish
        let last = rest.isEmpty ? "" : encoder.delta(rest)
        try await send(last + encoder.closing(outcome))
    }

    /// The rest would be thrown away.
    private func endRun() { _ = self.hub.cancel(self.run) }

    private func outcome() async throws -> ChatOutcome {
        try await self.hub.report(of: self.run).map { ChatOutcome($0) } ?? ChatOutcome(answer: nil, finish: .length)
    }
}
