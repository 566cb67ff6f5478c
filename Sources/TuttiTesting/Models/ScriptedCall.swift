internal import TuttiCore
internal import TuttiModels

/// One call of a ``ScriptedModel``, for one reader.
final class ScriptedCall {
    var steps: ArraySlice<ScriptedModel.Step>?
    private let request: ModelRequest
    private let time: any TimeSource
    private var text = ""
    private var usage: TokenUsage?
    private var pending: ModelStreamEvent?
    private var hasEnded = false

    init(_ request: ModelRequest, time: any TimeSource) {
        self.request = request
        self.time = time
    }

    func next(onEnd: () -> Void) async throws -> ModelStreamEvent? {
        if let event = self.pending {
            self.pending = nil
            return event
        }
        guard !self.hasEnded else { return nil }
        do {
            try Task.checkCancellation()
            while let step = self.steps?.popFirst() {
                if let event = try await self.perform(step) {
                    if self.hasEnded { onEnd() }
                    return event
                }
            }
            throw ModelError(.truncated, "the script ends without an end of the answer")
        } catch {
            self.hasEnded = true
            onEnd()
            throw self.described(error)
        }
    }

    private func perform(_ step: ScriptedModel.Step) async throws -> ModelStreamEvent? {
        switch step {
        case .text(let piece):
            self.text += piece
            return .text(piece)
        case .wait(let duration): try await self.time.sleep(for: duration)
        case .usage(let usage): self.usage = usage
        case .finish(let reason):
            self.hasEnded = true
            self.pending = .finished(reason)
            return .usage(self.finalUsage)
        case .fail(let error): throw error
        case .hang(ignoringCancellation: true):
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        case .hang(ignoringCancellation: false): try await self.time.sleep(for: .seconds(1_000_000_000))
        }
        return nil
    }

    private var finalUsage: TokenUsage {
        self.usage ?? .estimate(for: self.request, output: self.text.utf8.count)
    }

    private func described(_ error: any Error) -> ModelError {
        var described =
            (error as? ModelError) ?? ModelError(Task.isCancelled ? .cancelled : .serverError, "\(error)")
        if described.partial == nil, !self.text.isEmpty || described.code == .cancelled {
            described.partial = .init(text: self.text, usage: self.finalUsage)
        }
        return described
    }
}
