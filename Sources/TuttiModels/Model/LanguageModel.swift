/// Something that continues a conversation, in pieces, as they come.
///
/// A model makes one attempt per call: retries, fallbacks, limits and prices belong to the layers around it.
public protocol LanguageModel: Sendable {
    /// Provider and model, as `--model` takes them: `openai:gpt-4.1-mini`.
    var name: String { get }

    /// The answer to `request`, piece by piece; nothing is sent before the first `next()`.
    ///
    /// Cancelling the task that reads, or dropping the iterator, stops the work at the provider too.
    func stream(_ request: ModelRequest) -> ModelStream
}

extension LanguageModel {
    /// The whole answer to `request`.
    ///
    /// - Throws: ``ModelError``, with what had arrived until then in ``ModelError/partial``; a cancelled task gets one
    ///   with the code `cancelled`.
    public func complete(_ request: ModelRequest) async throws -> ModelResponse {
        var text = ""
        var usage: TokenUsage?
        for try await event in self.stream(request) {
            switch event {
            case .text(let piece): text += piece
            case .usage(let latest): usage = latest
            case .finished(let reason):
                let usage = usage ?? .estimate(for: request, output: text.utf8.count)
                return ModelResponse(text: text, usage: usage, finishReason: reason)
            }
        }
        throw ModelError(
            .truncated, "\(self.name) ended its answer without saying that it was finished. Ask again.",
            partial: .init(text: text, usage: usage ?? .estimate(for: request, output: text.utf8.count)))
    }
}
