internal import TuttiCore

extension RandomGraph {
    /// What the agents of a random graph do, and how often they misbehave.
    ///
    /// Each share is a probability, 0 to 1, and an agent has one fault at most: their sum should not exceed 1, and what
    /// comes first counts first. A graph in which something hangs or never returns needs a timeout or a deadline.
    public struct Configuration: Hashable, Sendable {
        /// How long an attempt takes.
        public var latency = Latency.logNormal(p50: .milliseconds(100), p95: .milliseconds(500))
        /// The share of dependencies that are wanted; the others are needed.
        public var wanted = 0.25
        /// The share of agents that fail once, and succeed when they are tried again.
        public var failingOnce = 0.0
        /// The share of agents that always fail.
        public var failing = 0.0
        /// The share of agents that wait until they are cancelled.
        public var hanging = 0.0
        /// The share of agents that never return, cancelled or not.
        public var neverReturning = 0.0
        /// The share of agents that do not hear their cancellation, and give their result all the same.
        public var ignoringCancellation = 0.0

        /// Creates a configuration without faults.
        public init() {}

        /// A configuration in which about half of the agents have one of the faults.
        public static var faulty: Self {
            var configuration = Self()
            configuration.failingOnce = 0.1
            configuration.failing = 0.1
            configuration.hanging = 0.1
            configuration.neverReturning = 0.1
            configuration.ignoringCancellation = 0.1
            return configuration
        }

        func agent(_ name: String, using generator: inout some RandomNumberGenerator) -> ScriptedAgent<String> {
            let output = "output of \(name)"
            let faults: [(share: Double, attempts: [ScriptedAgent<String>.Attempt])] = [
                (self.failingOnce, [.fails(after: self.latency), .returns(output, after: self.latency)]),
                (self.failing, [.fails(after: self.latency)]), (self.hanging, [.hangs]),
                (self.neverReturning, [.neverReturns]),
                (
                    self.ignoringCancellation,
                    [.returns(output, after: self.latency, ignoringCancellation: true)]
                ),
            ]
            var left = Double.random(in: 0..<1, using: &generator)
            for fault in faults {
                if left < fault.share { return ScriptedAgent(attempts: fault.attempts) }
                left -= fault.share
            }
            return ScriptedAgent(output, after: self.latency)
        }
    }
}
