internal import TuttiCore
internal import TuttiModels

/// The limits of the providers that this process calls: one for each provider and address, whoever calls it.
final class SharedProviders: Sendable {
    /// A command has no other load to shed: all its agents may wait, and those whose time is over are refused then.
    static let maximumQueue = 1_000

    private let time: any TimeSource
    private let known = Lock<[String: Provider]>([:])

    init(time: any TimeSource) { self.time = time }

    /// How all of them stand just now, named by provider and address.
    var snapshots: [Provider.Snapshot] {
        self.known.withLock { $0 }.sorted { $0.key < $1.key }.map { key, provider in
            var snapshot = provider.snapshot
            snapshot.name = key
            return snapshot
        }
    }

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
