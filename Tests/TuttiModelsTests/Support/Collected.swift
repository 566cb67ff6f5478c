import TuttiModels

/// Everything that came of a stream.
struct Collected: Equatable {
    var events: [ModelStreamEvent] = []
    var error: ModelError?

    var text: String {
        self.events.reduce(into: "") { text, event in
            if case .text(let piece) = event { text += piece }
        }
    }

    var isFinished: Bool {
        if case .finished = self.events.last { true } else { false }
    }

    init(_ stream: ModelStream) async throws {
        do {
            for try await event in stream { self.events.append(event) }
        } catch let error as ModelError {
            self.error = error
        }
    }
}
