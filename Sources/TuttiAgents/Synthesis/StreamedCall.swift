internal import TuttiCore
internal import TuttiModels

/// One call of a model that is over in time whatever the model does, its pieces given on as they come.
///
/// The call is an agent of a run of its own: a model that hangs, or does not notice that it was cancelled, is abandoned
/// by the run, and what it had said until then is kept.
struct StreamedCall {
    /// What came of the call.
    struct Outcome {
        /// What the model said.
        var text: String
        /// Why the text is not whole, for a person; nil when it is.
        var failure: String?
        /// Whether only time or tokens were over: what was said stands, it just ends there.
        var isCut = false
        /// What a person should know of the call besides.
        var warnings: [String] = []
    }

    let model: any LanguageModel
    let executor: ParallelExecutor
    /// The name of the agent that makes the call, where no other one pays for it.
    var agent = "model"

    /// Makes the call; throws only `CancellationError`, when the calling task is cancelled.
    ///
    /// - Parameters:
    ///   - limit: The time for the whole call; nil sets none.
    ///   - payer: The agent on which the tokens are counted, at once, whatever becomes of the call.
    ///   - onUsage: Gets what was used, however the call ended, where no agent pays.
    ///   - onText: Gets each piece; false says that no more is wanted.
    func run(
        _ request: ModelRequest, within limit: Duration?, payer: AgentContext? = nil,
        onUsage: (Usage) -> Void = { _ in }, onText: (String) -> Bool
    ) async throws -> Outcome {
        var graph = AgentGraph("model call")
        let node = graph.add(self.agent) { [model] context in
            var request = request
            request.timeout = context.remaining
            return try await context.answer(of: model, to: request, paidBy: payer) { context.yield($0) }
        }
        let run = self.executor.start(try graph.plan(), "", within: limit)
        var text = ""
        var heard = Usage()
        for await event in run.events {
            switch event.kind {
            case .agentPartial(_, _, let piece), .answerDelta(_, _, let piece):
                text += piece
                if !onText(piece) { run.cancel() }
            case .usageRecorded(_, _, let usage):
                heard += usage
                onUsage(usage)
            default: break  // the report has the rest
            }
        }
        // The events end when this task is cancelled, and then waiting for the report cancels the run.
        let report = await run.report()
        let rest = report.usage.beyond(heard)
        if rest.inputTokens != 0 || rest.outputTokens != 0 { onUsage(rest) }
        try Task.checkCancellation()
        var outcome = self.outcome(of: report[node], report[self.agent], said: text, onText)
        outcome.warnings = report.warnings
        return outcome
    }

    private func outcome(
        of response: Wanted<ModelResponse>, _ report: AgentReport?, said text: String,
        _ onText: (String) -> Bool
    ) -> Outcome {
        guard let response = response.value else {
            let isTimeOut = report?.state == .timedOut || report?.state == .skipped
            let reason = isTimeOut ? "no end of its answer in time" : report?.error ?? "no answer"
            return Outcome(text: text, failure: reason, isCut: isTimeOut)
        }
        // A listener that was too slow has missed pieces: the whole counts.
        if response.text.count > text.count, response.text.hasPrefix(text) {
            _ = onText(String(response.text.dropFirst(text.count)))
        }
        let isCut = response.finishReason == .length
        return Outcome(text: response.text, failure: isCut ? "its limit of tokens was reached" : nil, isCut: isCut)
    }
}
