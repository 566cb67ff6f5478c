internal import TuttiCore
internal import TuttiModels

/// A summary that a model is writing beside the conversation: a run of its own, which ends by itself at its limit.
struct PendingSummary: Sendable {
    private let run: Run
    private let node: AgentGraph.Node<ModelResponse>
    private let request: ModelRequest
    /// The number of the last turn that it is to tell of.
    let lastTurn: Int

    /// What came of it.
    struct Outcome {
        /// The summary; nil when there is none that can be used.
        var text: String?
        /// Why there is none; nil when nobody waited for it.
        var failure: String?
        var usage: Usage
    }

    init(
        _ request: ModelRequest, to model: any LanguageModel, through lastTurn: Int, on executor: ParallelExecutor,
        within limit: Duration
    ) throws {
        var graph = AgentGraph("summary")
        self.node = graph.add("summary") { context in try await context.answer(of: model, to: request) }
        self.run = executor.start(try graph.plan(), "", within: limit)
        self.request = request
        self.lastTurn = lastTurn
    }

    /// Waits for the end, at most `wait` from now: then the call is given up.
    func outcome(within wait: Duration, of time: any TimeSource) async -> Outcome {
        let isGivenUp = Lock(false)
        let timer = time.schedule(at: time.now + max(wait, .zero)) { [run] in
            isGivenUp.withLock { $0 = true }
            run.cancel()
        }
        let report = await self.run.report()
        timer.cancel()
        var usage = report.usage
        let agent = report["summary"]
        if usage == Usage(), agent?.abandoned ?? 0 > 0 {
            // An abandoned call says nothing of its tokens any more, yet it is billed.
            usage.inputTokens = TokenUsage.estimate(for: self.request, output: 0).inputTokens
        }
        guard let response = report[self.node].value else {
            let reason = isGivenUp.withLock { $0 } ? nil : agent?.error ?? "it was not ready in time"
            return Outcome(failure: reason, usage: usage)
        }
        let text = String(response.text.withoutThoughts)
        return text.isEmpty
            ? Outcome(failure: "it was empty", usage: usage) : Outcome(text: text, usage: usage)
    }
}
