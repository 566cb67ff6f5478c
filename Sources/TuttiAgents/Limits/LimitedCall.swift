internal import TuttiCore
internal import TuttiModels

/// One call of a ``LimitedModel``, for one reader.
final class LimitedCall {
    private enum State {
        case idle
        case reading(ModelStream.AsyncIterator, Permit)
        case ended
    }

    private let model: LimitedModel
    private var request: ModelRequest
    private let inputTokens: Int
    private var textBytes = 0
    private var usage: TokenUsage?
    private var state = State.idle

    init(_ request: ModelRequest, of model: LimitedModel) {
        self.request = request
        self.model = model
        self.inputTokens = TokenUsage.estimate(for: request, output: 0).inputTokens
    }

    func next() async throws -> ModelStreamEvent? {
        switch self.state {
        case .ended: return nil
        case .idle:
            let permit = try await self.permit()
            self.state = .reading(self.model.model.stream(self.request).makeAsyncIterator(), permit)
            return try await self.next()
        case .reading(var iterator, let permit):
            return try await self.read(&iterator, permit)
        }
    }

    // MARK: Waiting

    private func permit() async throws -> Permit {
        let answer = self.request.maximumTokens ?? LimitedModel.assumedAnswer
        let tokens = TokenUsage(inputTokens: self.inputTokens, outputTokens: answer).sum
        let question = ModelQuestion.current
        question?.isWaiting = true
        defer { question?.isWaiting = false }
        do {
            let permit =
                if let question {
                    try await question.context.permit(
                        of: self.model.provider, tokens: tokens, within: self.request.timeout)
                } else {
                    try await self.model.provider.permit(
                        tokens: tokens, run: Self.noRun, within: self.request.timeout)
                }
            self.request.timeout = self.request.timeout.map { max($0 - permit.waited, .zero) }
            return permit
        } catch {
            self.state = .ended
            throw self.described(error)
        }
    }

    /// Calls that belong to no run stand in one line.
    private static let noRun = RunID("none")

    private func described(_ error: any Error) -> ModelError {
        guard let refusal = error as? AdmissionRefusal else {
            return ModelError(.cancelled, "The call of \(self.model.name) was cancelled while it waited for its turn.")
        }
        let code: ModelError.Code = refusal.reason == .circuitOpen ? .overloaded : .rateLimited
        var described = ModelError(code, "\(refusal).", retryAfter: refusal.retryAfter)
        described.isRetryable = refusal.isRetryable
        return described
    }

    // MARK: Reading

    private func read(_ iterator: inout ModelStream.AsyncIterator, _ permit: Permit) async throws -> ModelStreamEvent? {
        do {
            let event = try await withTaskCancellationHandler {
                try await iterator.next()
            } onCancel: {
                // Nobody waits for it any more, even while it does not notice.
                permit.end(.cancelled)
            }
            self.take(event, permit)
            if case .ended = self.state {} else { self.state = .reading(iterator, permit) }
            return event
        } catch {
            self.state = .ended
            if let usage = (error as? ModelError)?.partial?.usage { permit.use(tokens: usage.sum) }
            permit.end(self.outcome(of: error, after: permit.age))
            throw error
        }
    }

    private func take(_ event: ModelStreamEvent?, _ permit: Permit) {
        switch event {
        case .text(let piece):
            self.textBytes += piece.utf8.count
            guard self.usage == nil else { return }
            permit.use(tokens: self.inputTokens + TokenUsage.estimatedTokens(bytes: self.textBytes))
        case .usage(let usage):
            self.usage = usage
            permit.use(tokens: usage.sum)
        case .finished:
            self.state = .ended
            permit.end(.succeeded)
        case nil:
            self.state = .ended
            permit.end(.failed)
        }
    }

    private func outcome(of error: any Error, after time: Duration) -> CallOutcome {
        guard let error = error as? ModelError else { return .usual(of: error) }
        switch error.code {
        case .rateLimited: return .rateLimited(retryAfter: error.retryAfter)
        case .overloaded: return .overloaded(retryAfter: error.retryAfter)
        case .timedOut:
            // The caller's own time says nothing of the provider: answers take as long as they are.
            let isOwnTime = self.request.timeout.map { time + .milliseconds(100) >= $0 } ?? false
            return isOwnTime ? .cancelled : .timedOut
        case .serverError, .truncated, .connectionFailed, .malformedResponse: return .failed
        case .cancelled: return .cancelled
        default: return .rejected
        }
    }
}

extension TokenUsage {
    /// What providers count by the minute.
    fileprivate var sum: Int { self.inputTokens.addingReportingOverflow(self.outputTokens).partialValue }
}
