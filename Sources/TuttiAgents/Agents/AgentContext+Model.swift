package import TuttiCore
package import TuttiModels

extension AgentContext {
    /// The most bytes of an answer that are read; a model that goes on for ever is cut there.
    package static var maximumAnswerBytes: Int { 1 << 20 }

    /// The agent whose question a model is answering: whose turn it is that a limit waits for, and who is told of it.
    @TaskLocal static var asking: AgentContext?

    /// Asks a model within the time that is left, and counts its tokens on this agent as they become known: they are
    /// spent whatever happens next.
    ///
    /// - Parameter onText: Called for each piece of the answer, in order.
    /// - Throws: What the model throws, ``ModelError`` as a rule, after what had been used until then was counted.
    package func answer(
        of model: any LanguageModel, to request: ModelRequest, onText: (String) -> Void = { _ in }
    ) async throws -> ModelResponse {
        try await Self.$asking.withValue(self) { try await self.read(model, request, onText) }
    }

    private func read(
        _ model: any LanguageModel, _ request: ModelRequest, _ onText: (String) -> Void
    ) async throws -> ModelResponse {
        var request = request
        request.timeout = [request.timeout, self.remaining].compactMap(\.self).min()
        var text = ""
        var meter = Meter(context: self)
        do {
            for try await event in model.stream(request) {
                switch event {
                case .text(let piece):
                    text += piece
                    onText(piece)
                    if text.utf8.count >= Self.maximumAnswerBytes {
                        return meter.response(text, .length, to: request)
                    }
                case .usage(let usage): meter.settle(usage)
                case .finished(let reason): return meter.response(text, reason, to: request)
                }
            }
        } catch {
            let told = (error as? ModelError)?.partial?.usage ?? meter.settled
            // A model error without a partial answer says that the call never reached the provider.
            let isFree = error is ModelError && told == nil && text.isEmpty
            if !isFree { meter.settle(told ?? .estimate(for: request, output: text.utf8.count)) }
            throw error
        }
        let usage = meter.response(text, .stop, to: request).usage
        throw ModelError(
            .truncated, "\(model.name) ended its answer without saying that it was finished. Ask again.",
            partial: .init(text: text, usage: usage))
    }

    /// Counts each token once, though a provider tells of them several times.
    private struct Meter {
        let context: AgentContext
        var settled: TokenUsage?

        mutating func settle(_ usage: TokenUsage) {
            let before = self.settled ?? .zero
            self.settled = usage
            guard usage != before else { return }
            self.context.record(
                Usage(
                    inputTokens: usage.inputTokens - before.inputTokens,
                    outputTokens: usage.outputTokens - before.outputTokens))
        }

        mutating func response(_ text: String, _ reason: FinishReason, to request: ModelRequest) -> ModelResponse {
            let usage = self.settled ?? .estimate(for: request, output: text.utf8.count)
            self.settle(usage)
            return ModelResponse(text: text, usage: usage, finishReason: reason)
        }
    }
}
