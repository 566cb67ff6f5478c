internal import Synchronization
package import TuttiCore
package import TuttiModels

/// A language model of whose calls somebody is told; the provider learns to which trace a call belongs.
///
/// Put it right around the model of the provider: what waits for a limit or a budget is then no part of a call.
package struct ObservedModel: LanguageModel {
    private static let numbers = Atomic<UInt64>(0)

    let model: any LanguageModel
    let observer: any ModelCallObserver
    let time: any TimeSource
    let server: ServerAddress?

    package init(
        _ model: any LanguageModel, server: ServerAddress? = nil, observer: any ModelCallObserver,
        time: any TimeSource
    ) {
        self.model = model
        self.server = server
        self.observer = observer
        self.time = time
    }

    package var name: String { self.model.name }

    package func stream(_ request: ModelRequest) -> ModelStream {
        ModelStream {
            let call = ObservedCall(request, of: self)
            return { try await call.next() }
        }
    }

    func nextNumber() -> UInt64 { Self.numbers.wrappingAdd(1, ordering: .relaxed).newValue }
}
