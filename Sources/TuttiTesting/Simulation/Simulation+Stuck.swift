internal import TuttiCore

extension Simulation {
    /// Thrown when a scenario does not come to its end; its ``description`` says what to look at.
    public struct Stuck: Error, Hashable, Sendable {
        /// What keeps the scenario from its end.
        public enum Reason: Hashable, Sendable {
            /// No job is ready and no timer is armed: it waits for something that nobody will do.
            case nothingLeft
            /// It took this many steps, jobs and timers together.
            case tooManySteps(Int)
            /// A job came from another thread, so that the seed does not decide what happens.
            case leftTheSimulation
        }

        /// What keeps the scenario from its end.
        public var reason: Reason
        /// The virtual time.
        public var time: Duration
        /// The timers that were armed.
        public var pendingTimers: Int
        /// The agents that had begun and not ended, as far as they are known: scripted ones, and those of runs that were
        /// begun by ``Simulation/run(_:_:within:_:recorder:)-(AgentGraph,_,_,_,_)``.
        public var waiting: [String]
        /// The seed of the simulation.
        public var seed: UInt64

        init(_ reason: Reason, in simulation: Simulation) {
            self.reason = reason
            self.time = simulation.clock.now
            self.pendingTimers = simulation.clock.pendingTimers
            self.waiting = simulation.clock.activities.names
            self.seed = simulation.seed
        }
    }
}

extension Simulation.Stuck: CustomStringConvertible {
    /// The most names that the description lists.
    private static let maximumNames = 10

    /// What happened, what was still at work, and what to do.
    public var description: String {
        "at \(self.time.shortText) of virtual time, seed \(self.seed): \(self.problem) \(self.state)"
    }

    private var problem: String {
        switch self.reason {
        case .nothingLeft:
            """
            the scenario can never go on: no job is ready and no timer is armed. Give an agent that never returns a \
            timeout or the run a deadline; if the scenario waits for a task of its own or for Task.sleep, keep it on its \
            task and sleep on simulation.clock.
            """
        case .tooManySteps(let steps):
            """
            the scenario has not ended after \(steps) steps: something goes round for ever, or it is that large. Then \
            raise maximumSteps.
            """
        case .leftTheSimulation:
            """
            something left the simulation and came back on another thread, so the seed does not decide what happens: \
            Task { }, Task.detached, Task.sleep, or an actor with an executor of its own. Stay on the scenario's task or in \
            child tasks of it, and sleep on simulation.clock or with context.sleep(for:).
            """
        }
    }

    private var state: String {
        let names = self.waiting.prefix(Self.maximumNames).joined(separator: "; ")
        let more = self.waiting.count > Self.maximumNames ? " and \(self.waiting.count - Self.maximumNames) more" : ""
        let agents = self.waiting.isEmpty ? "No agent is known to be at work" : "Still at work: \(names)\(more)"
        return "\(agents); timers armed: \(self.pendingTimers)."
    }
}
