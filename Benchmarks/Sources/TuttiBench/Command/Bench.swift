import Tutti

/// What the command line asked for, in the form that workloads use.
struct Bench: Sendable {
    /// The threads of the pool; nil takes Tutti's own pool.
    let threads: Int?
    let repeats: Int?
    let seed: UInt64
    let variants: [Variant]
    /// Whether w3 declares its graph once for all repeats.
    let reusesPlan: Bool
    private let pool: AgentPool

    init(threads: Int?, repeats: Int?, seed: UInt64, variants: [Variant], reusesPlan: Bool) {
        self.threads = threads
        self.repeats = repeats
        self.seed = seed
        self.variants = variants
        self.reusesPlan = reusesPlan
        self.pool = threads.map { AgentPool(base: $0) } ?? .shared
    }

    /// The time that every run is given, far more than it takes: a deadline that is armed, and does not come.
    static let deadline = Duration.seconds(60)
    /// The time that every agent is given.
    static let timeout = Duration.seconds(10)
    /// The agents that may be at work at the same moment where a workload does not need more.
    static let limit = 8

    /// An executor with the bounds that a service would set.
    func executor(
        maximumParallel: Int? = Bench.limit, timeout: Duration = Bench.timeout
    ) -> ParallelExecutor {
        ParallelExecutor(.init(maximumParallel: maximumParallel, timeout: timeout), executor: self.pool)
    }

    /// The beginning of a line; `threads` are those that the pool starts with.
    func measurement(of workload: String, _ variant: Variant = .plain) -> Measurement {
        var measurement = Measurement()
        measurement["peer"] = .text(variant.rawValue)
        measurement["version"] = .text(Self.version)
        measurement["workload"] = .text(workload)
        measurement["threads"] = .integer(self.threads ?? Machine.coreCount)
        return measurement
    }

    /// What is measured is the checkout; the compiler is the part that a result does not show otherwise.
    private static let version: String = {
        #if swift(>=6.4)
        "swift 6.4 or newer"
        #elseif swift(>=6.3)
        "swift 6.3"
        #else
        "swift 6.2"
        #endif
    }()
}
