internal import TuttiCore
internal import TuttiModels

/// One call of a ``MeteredModel``, for one reader.
final class MeteredCall {
    private enum State {
        case idle
        case reading(ModelStream.AsyncIterator, CostBooking)
        case ended
    }

    private let model: MeteredModel
    private let request: ModelRequest
    private var state = State.idle

    init(_ request: ModelRequest, of model: MeteredModel) {
        self.request = request
        self.model = model
    }

    deinit {
        if case .reading(_, let booking) = self.state { booking.ended(.cut) }
    }

    func next() async throws -> ModelStreamEvent? {
        switch self.state {
        case .ended: return nil
        case .idle:
            self.state = .ended
            let booking = try self.model.account.book(self.request, of: self.model, for: .current)
            self.state = .reading(self.model.model.stream(self.request).makeAsyncIterator(), booking)
            return try await self.next()
        case .reading(var iterator, let booking):
            return try await self.read(&iterator, booking)
        }
    }

    private func read(
        _ iterator: inout ModelStream.AsyncIterator, _ booking: CostBooking
    ) async throws -> ModelStreamEvent? {
        let event: ModelStreamEvent?
        do {
            event = try await withTaskCancellationHandler {
                booking.began()
                return try await iterator.next()
            } onCancel: {
                // Nobody may ever hear of it again.
                booking.cancelled()
            }
        } catch {
            self.state = .ended
            booking.ended(.failed(error))
            throw error
        }
        if let event { booking.took(event) }
        switch event {
        case .finished:
            self.state = .ended
            booking.ended(.finished)
        case nil:
            self.state = .ended
            booking.ended(.cut)
        default: self.state = .reading(iterator, booking)
        }
        return event
    }
}
