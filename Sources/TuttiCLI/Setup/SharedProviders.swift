internal import TuttiCore
internal import TuttiModels

/// The limits of the providers that this process calls: one for each provider and address, whoever calls it.
final class SharedProviders: Sendable {
    /// A command has no other load to shed: all its agents may wait, and those whose time is over are refused then.
    static let maximumQueue = 1_000

    private let time: any TimeSource
    private let known = Lock<[String: Provider]>([:])

    init(time: any TimeSource) { self.time = time }

    /// The limits of the provider of a model.
    func provider(of choice: ModelChoice) -> Provider {
        self.known.withLock { known in
            let key = "\(choice.provider.rawValue) \(choice.baseURL.text)"
            if let provider = known[key] { return provider }
            var limits = Provider.Configuration()
            limits.maximumQueue = Self.maximumQueue
            let provider = Provider(choice.provider.label, limits, time: self.time)
            known[key] = provider
            return provider
        }
    }
}
