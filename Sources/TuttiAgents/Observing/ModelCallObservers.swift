internal import TuttiCore

/// Those who want to hear of the calls of all models of a process; they may come later than the models.
package final class ModelCallObservers: ModelCallObserver {
    private let observers = Lock<[any ModelCallObserver]>([])

    package init() {}

    package func add(_ observer: any ModelCallObserver) { self.observers.withLock { $0.append(observer) } }

    package func began(_ call: ModelCallRecord) {
        for observer in self.observers.withLock({ $0 }) { observer.began(call) }
    }

    package func ended(_ call: ModelCallRecord) {
        for observer in self.observers.withLock({ $0 }) { observer.ended(call) }
    }
}
