package import TuttiCore

/// How long runs last, as the latest ones had it.
package struct RunDurations: Sendable {
    /// What a run is taken to last before one has ended.
    package static let assumed: Nanoseconds = 1_000_000_000

    private var ofAll: Nanoseconds?
    private var ofModel: [String: Nanoseconds] = [:]

    package init() {}

    /// The usual time of a run, whatever is asked.
    package var usual: Nanoseconds { self.ofAll ?? Self.assumed }

    /// The usual time of a run of a model; that of all when none of its own has ended.
    package func usual(of model: String) -> Nanoseconds { self.ofModel[model] ?? self.usual }

    /// A run of a model took so long.
    package mutating func learn(_ duration: Nanoseconds, of model: String) {
        self.ofAll = Self.moved(self.ofAll, towards: duration)
        self.ofModel[model] = Self.moved(self.ofModel[model], towards: duration)
    }

    private static func moved(_ usual: Nanoseconds?, towards duration: Nanoseconds) -> Nanoseconds {
        guard let usual else { return duration }
        return usual + (duration - usual) / 8
    }
}
