internal import Synchronization

/// Says now and then how far the campaign is, and when its time is over.
final class Progress: Sendable {
    private static let interval: Duration = .seconds(10)

    private let total: UInt64
    private let limit: Duration?
    private let start = ContinuousClock.now
    /// The whole intervals after which something was said.
    private let told = Atomic(0)

    init(of total: UInt64, seconds: Int?) {
        self.total = total
        self.limit = seconds.map { .seconds($0) }
    }

    private var elapsed: Duration { ContinuousClock.now - self.start }

    var elapsedSeconds: Double { self.elapsed / .seconds(1) }

    func mayGoOn(after done: Int, _ violations: Int) -> Bool {
        let elapsed = self.elapsed
        let intervals = Int(elapsed / Self.interval)
        let last = self.told.load(ordering: .relaxed)
        // Whoever is first to see a new interval says it.
        if intervals > last, self.told.compareExchange(expected: last, desired: intervals, ordering: .relaxed).exchanged
        {
            Output.progress("\(done) of \(self.total) worlds after \(10 * intervals) s, \(violations) violations")
        }
        return self.limit.map { elapsed < $0 } ?? true
    }
}
