package import TuttiCore
package import TuttiModels

extension AgentContext {
    /// The most bytes of an answer that are read; a model that goes on for ever is cut there.
    package static var maximumAnswerBytes: Int { 1 << 20 }

    /// Asks a model within the time that is left, and counts its tokens on this agent as they become known: they are
    /// spent whatever happens next. A ``MeteredModel`` counts them itself, with what they cost.
    ///
    /// - Parameters:
    ///   - payer: The agent that pays, when it is not this one: it asks through a run of its own, for another one.
    ///   - onText: Called for each piece of the answer, in order.
    /// - Throws: What the model throws, ``ModelError`` as a rule, after what had been used until then was counted.
    package func answer(
        of model: any LanguageModel, to request: ModelRequest, paidBy payer: AgentContext? = nil,
        onText: (String) -> Void = { _ in }
    ) async throws -> ModelResponse {
        let question = ModelQuestion(self, payer: payer ?? self.payer)
        return try await ModelQuestion.$current.withValue(question) {
            try await self.read(model, request, question, onText)
        }
    }

    private func read(
        _ model: any LanguageModel, _ request: ModelRequest, _ question: ModelQuestion, _ onText: (String) -> Void
    ) async throws -> ModelResponse {
        var request = request
        request.timeout = [request.timeout, self.remaining].compactMap(\.self).min()
        let tally = ModelTally(request, question)
        do {
            var text = ""
            var iterator = model.stream(request).makeAsyncIterator()
            while let event = try await tally.next(of: &iterator) {
                switch event {
                case .text(let piece):
                    text += piece
                    onText(piece)
                    if text.utf8.count >= Self.maximumAnswerBytes {
                        return ModelResponse(text: text, usage: tally.ended(.cut), finishReason: .length)
                    }
                case .usage: break
                case .finished(let reason):
                    return ModelResponse(text: text, usage: tally.ended(.finished), finishReason: reason)
                }
            }
            let partial = ModelError.Partial(text: text, usage: tally.ended(.cut))
            throw ModelError(
                .truncated, "\(model.name) ended its answer without saying that it was finished. Ask again.",
                partial: partial)
        } catch {
            _ = tally.ended(.failed(error))
            throw error
        }
    }
}
