package import TuttiCore

/// One run: a graph, what each attempt of each agent does, the bounds, and what its caller does.
package struct World: Sendable {
    package enum Ending: Hashable, Sendable {
        case succeeds
        /// Succeeds with an empty text.
        case isEmpty
        case fails(retryAfter: Duration?)
        case failsForGood

        package var isSuccess: Bool { self == .succeeds || self == .isEmpty }
    }

    /// What an attempt does when it is told to stop.
    package enum Hearing: Hashable, Sendable {
        case stops
        /// Stops after so long a time.
        case stopsLate(Instant)
        /// Gives a result all the same.
        case answers
        /// Goes on to its end.
        case ignores
    }

    package struct Attempt: Hashable, Sendable {
        /// Nil never returns.
        package var duration: Instant?
        package var ending = Ending.succeeds
        package var hearing = Hearing.stops
        /// The parts of the output that it gives on the way.
        package var parts = 0
        /// Whether it holds its thread the whole time.
        package var blocks = false
        package var recordsUsage = false
        package var warns = false

        package init(duration: Instant?, ending: Ending = .succeeds) {
            self.duration = duration
            self.ending = ending
        }
    }

    package struct Member: Sendable {
        package var name: String
        package var needs: [Int] = []
        package var wants: [Int] = []
        package var quorum: [Int] = []
        package var quorumCount = 0
        /// Whether those of the quorum that are late are stopped.
        package var isRace = false
        /// Whether it has a fallback agent, which makes one attempt more.
        package var hasSubstitute = false
        package var attempts: [Attempt] = []
        package var options = AgentOptions()
        /// Whether each attempt is a call of the provider that all worlds share.
        package var callsProvider = false
        /// What its condition says; nil when it has none.
        package var isWanted: Bool?
        /// How long its condition thinks.
        package var thinking: Instant = 0
        /// The run that each of its attempts makes before it ends.
        package var inner: [World] = []

        package init(name: String) { self.name = name }

        package var inputs: [Int] { self.needs + self.wants + self.quorum }

        /// How slow attempts are hedged; nil when they are not.
        package var hedging: HedgingPolicy? { self.options.sideEffects == .none ? self.options.hedging : nil }

        /// The most attempts that it can come to.
        var maximumAttempts: Int {
            self.options.retry.maximumAttempts + (self.hedging?.maximumAttempts ?? 1) - 1 + (self.hasSubstitute ? 1 : 0)
        }
    }

    package enum Listener: Hashable, Sendable {
        case prompt
        /// Waits so long after each event.
        case slow(Instant)
        case absent
        /// Reads so many events.
        case quitting(Int)
    }

    package enum Cancellation: Hashable, Sendable {
        /// Before the run begins.
        case early
        case at(Instant)
    }

    package var name: String
    package var members: [Member] = []
    package var configuration = ParallelExecutor.Configuration()
    /// When it begins, after the first one of its scenario.
    package var start: Instant = 0
    package var deadline: Instant?
    package var cancellation: Cancellation?
    package var listener = Listener.prompt

    package init(name: String) { self.name = name }
}
