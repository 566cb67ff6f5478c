internal import TuttiCore
internal import TuttiModels

/// One call of an ``ObservedModel``, for one reader.
final class ObservedCall {
    private enum State {
        case idle
        case reading(ModelStream.AsyncIterator, ModelCallRecord)
        case ended
    }

    private let model: ObservedModel
    private let request: ModelRequest
    private var state = State.idle

    init(_ request: ModelRequest, of model: ObservedModel) {
        self.request = request
        self.model = model
    }

    deinit {
        if case .reading(_, let record) = self.state { self.end(record, .dropped) }
    }

    func next() async throws -> ModelStreamEvent? {
        switch self.state {
        case .ended: return nil
        case .idle: return try await self.begin()
        case .reading(var iterator, let record): return try await self.read(&iterator, record)
        }
    }

    private func begin() async throws -> ModelStreamEvent? {
        let record = ModelCallRecord(self.model.nextNumber(), self.request, of: self.model, for: .current)
        var request = self.request
        if let context = record.context {
            request.headers["traceparent"] = context.traceparent
            if !context.state.isEmpty { request.headers["tracestate"] = context.state }
        }
        self.model.observer.began(record)
        var iterator = self.model.model.stream(request).makeAsyncIterator()
        self.state = .reading(iterator, record)
        return try await self.read(&iterator, record)
    }

    private func read(
        _ iterator: inout ModelStream.AsyncIterator, _ record: ModelCallRecord
    ) async throws -> ModelStreamEvent? {
        var record = record
        do {
            let event = try await iterator.next()
            switch event {
            case .text: record.firstText = record.firstText ?? self.time(since: record)
            case .usage(let usage): record.usage = usage
            case .finished(let reason): record.finishReason = reason
            case nil: break
            }
            switch event {
            case .finished: self.end(record, .finished)
            case nil: self.end(record, .dropped)
            case .text, .usage: self.state = .reading(iterator, record)
            }
            return event
        } catch {
            let failure = (error as? ModelError)?.code
            let isCancelled = failure == .cancelled || error is CancellationError
            record.failure = failure
            record.usage = (error as? ModelError)?.partial?.usage ?? record.usage
            self.end(record, isCancelled ? .cancelled : .failed)
            throw error
        }
    }

    private func time(since record: ModelCallRecord) -> Duration {
        (self.model.time.nanoseconds - record.start).duration
    }

    private func end(_ record: ModelCallRecord, _ outcome: CostEntry.Outcome) {
        var record = record
        record.duration = self.time(since: record)
        record.outcome = outcome
        self.state = .ended
        self.model.observer.ended(record)
    }
}
