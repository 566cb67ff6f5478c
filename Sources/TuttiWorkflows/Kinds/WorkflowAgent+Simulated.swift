public import TuttiCore

extension WorkflowAgent {
    /// What a simulated agent does, for trying a graph before it costs anything, and for tests.
    public struct Simulated: Hashable, Sendable {
        /// How long each attempt takes.
        public var duration = SimulatedDuration.fixed(.zero)
        /// What it gives.
        public var output: Template?
        /// What each failing attempt says; without ``failures`` every attempt fails.
        public var failure: String?
        /// So many attempts fail first; nil means all when ``failure`` is set, else none.
        public var failures: Int?
        /// Whether it goes on to its end when it is told to stop.
        public var ignoresCancellation = false
        /// What it does instead of waiting politely.
        public var misbehaviour: Misbehaviour?
        /// What each attempt uses, as soon as it starts.
        public var usage = Usage()

        /// Ways of not waiting politely.
        public enum Misbehaviour: String, Hashable, Sendable, CaseIterable {
            /// It blocks its thread.
            case blocksThread
            /// It keeps a core busy.
            case spins
            /// It never comes back.
            case neverReturns
        }

        /// Creates an agent that answers at once.
        public init() {}

        /// Whether it answers at once, and so may run wherever the run is.
        var takesNoTime: Bool { self.duration == .fixed(.zero) && self.failure == nil && self.misbehaviour == nil }
    }
}

extension WorkflowAgent.Simulated: KindPayload {
    static let kind = "simulated"

    static let fields: [Field<Self>] = [
        Field(
            "duration", .either([.duration, .object("logNormal"), .object("durations")]),
            "How long an attempt takes: a time, {p50, p95} of a log-normal distribution, or a list drawn in turn."
        ) {
            if let duration = $2.simulatedDuration($0) { $1.duration = duration }
        },
        .template("output", "What the agent gives; may hold {{input}} and {{agents.NAME.output}}.") { $0.output = $1 },
        .text("fails", "What every attempt fails with, or the first 'failures' of them.") { $0.failure = $1 },
        .integer("failures", 0...100, "So many attempts fail first.") { $0.failures = $1 },
        .boolean("ignoresCancellation", "Whether it goes on when it is told to stop.") { $0.ignoresCancellation = $1 },
        misbehaviour(.blocksThread, "Whether it blocks its thread."),
        misbehaviour(.spins, "Whether it keeps a core busy."),
        misbehaviour(.neverReturns, "Whether it never comes back."),
        .object("usage", "usage", Usage.fields, startingWith: Usage(), "The tokens that each attempt uses.") {
            $0.usage = $1
        },
    ]

    private static func misbehaviour(_ choice: Misbehaviour, _ summary: String) -> Field<Self> {
        Field(choice.rawValue, .boolean, summary) { node, simulated, reader in
            guard reader.boolean(node) == true else { return }
            if let other = simulated.misbehaviour {
                return reader.fail("cannot be true together with '\(other.rawValue)': choose one", at: node.place)
            }
            simulated.misbehaviour = choice
        }
    }

    init?(_ kind: WorkflowAgent.Kind) {
        guard case .simulated(let payload) = kind else { return nil }
        self = payload
    }

    var asKind: WorkflowAgent.Kind { .simulated(self) }
}

extension Usage {
    static let fields: [Field<Usage>] = [
        .integer("input", 0...1_000_000_000, "The tokens that are read.") { $0.inputTokens = $1 },
        .integer("output", 0...1_000_000_000, "The tokens that are written.") { $0.outputTokens = $1 },
    ]
}
