import TuttiCore
import TuttiModels

/// A model that waits for silence no longer than it is told, and remembers the classes of its errors.
final class WatchedModel: LanguageModel {
    private let model: any LanguageModel
    private let idleTimeout: Duration
    private let seen = Lock<[ModelError.Code]>([])

    init(_ model: any LanguageModel, idleTimeout: Duration) {
        self.model = model
        self.idleTimeout = idleTimeout
    }

    var name: String { self.model.name }

    /// The classes of the calls that failed, in their order.
    var errors: [ModelError.Code] { self.seen.withLock { $0 } }

    func stream(_ request: ModelRequest) -> ModelStream {
        var request = request
        request.idleTimeout = self.idleTimeout
        let stream = self.model.stream(request)
        return ModelStream {
            var events = stream.makeAsyncIterator()
            return {
                do {
                    return try await events.next()
                } catch {
                    if let code = (error as? ModelError)?.code { self.seen.withLock { $0.append(code) } }
                    throw error
                }
            }
        }
    }
}
