internal import TuttiCore

extension WorkflowAgent {
    /// The keys that every kind of agent has.
    static let fields: [Field<WorkflowAgent>] = [
        Field(
            "kind", .choice(KindTable.all.map(\.name)), required: true,
            "What the agent does: \(KindTable.all.map(\.name).joined(separator: ", "))."
        ) { _, _, _ in },
        .text("description", "What the agent is for.") { $0.description = $1 },
        Field("needs", .agentNames, "The agents that must have succeeded before this one starts.") {
            if let names = $2.agentNames($0) { $1.needs = names }
        },
        Field("wants", .agentNames, "The agents that are waited for, whatever comes of them.") {
            if let names = $2.agentNames($0) { $1.wants = names }
        },
        .object("quorum", "quorum", Quorum.fields, startingWith: Quorum(count: 0, of: []), "So many of some agents.") {
            $0.quorum = $1
        },
        Field("firstOf", .agentNames, "The agents of which the first that succeeds is enough; the others are stopped.")
        {
            if let names = $2.agentNames($0) { $1.firstOf = names }
        },
        Field(
            "when", .object("when"), "What must hold of the inputs, by name: present, missing, or a test of the text."
        ) {
            $1.condition = $2.condition($0)
        },
        Field("map", .either([.text, .object("map")]), "The input whose items the agent is asked for, one by one.") {
            $1.map = $2.map($0)
        },
        .boolean("final", "Whether the agent gives the answer of the run.") { $0.isFinal = $1 },
        Field(
            "timeout", .either([.choice(["auto"]), .duration, .object("learnedTimeout")]),
            "The time for all attempts of the agent; auto, or an object, learns it from what was measured."
        ) {
            $2.timeout($0, of: &$1)
        },
        .duration("minimumBudget", "The least time with which it is worth to start the agent; with less it is skipped.")
        {
            $0.minimumBudget = $1
        },
        .object("retry", "retry", RetryPolicy.fields, startingWith: RetryPolicy(), "How often the agent is tried.") {
            $0.retry = $1
        },
        .object(
            "hedge", "hedge", HedgingPolicy.fields, startingWith: HedgingPolicy(),
            "When a slow call is made a second time; only for an agent without side effects."
        ) {
            $0.hedge = $1
        },
        Field("fallback", .object("fallback"), "What stands in for a failed agent.") { $2.fallback($0, of: &$1) },
        .object(
            "cache", "cache", Cache.fields, startingWith: Cache(),
            "How long results are given again; only for an agent without side effects."
        ) {
            $0.cache = $1
        },
        Field("sideEffects", .choice(SideEffects.allCases.map(\.rawValue)), "What a call changes outside the run.") {
            $1.sideEffects = $2.choice($0, SideEffects.allCases.map { ($0.rawValue, $0) })
        },
        .number("cost", 0...1_000_000, "What a call is expected to cost, in US dollars.") { $0.expectedCost = $1 },
    ]
}

extension WorkflowAgent.Quorum {
    static let fields: [Field<Self>] = [
        .integer("count", 1...1_000, required: true, "How many must succeed.") { $0.count = $1 },
        Field("of", .agentNames, required: true, "The agents of which so many must succeed.") {
            if let names = $2.agentNames($0) { $1.agents = names }
        },
    ]
}

extension HedgingPolicy {
    static let fields: [Field<HedgingPolicy>] = [
        Field("after", .either([.choice(["p95"]), .duration]), required: true, "When the next attempt starts.") {
            if $0.plainText == "p95" { return $1.delay = .percentile95 }
            if let delay = $2.duration($0, isPositive: true) { $1.delay = .fixed(delay) }
        },
        .integer("maximumAttempts", 2...10, "The number of attempts, the first included; 2 by default.") {
            $0.maximumAttempts = $1
        },
    ]
}

extension RetryPolicy {
    static let fields: [Field<RetryPolicy>] = [
        .integer("maximumAttempts", 1...100, required: true, "The number of attempts, the first included.") {
            $0.maximumAttempts = $1
        },
        .duration("backoff", "The upper bound of the wait before the second attempt; it doubles each time.") {
            $0.backoff = $1
        },
        .duration("maximumBackoff", "The upper bound of every wait.") { $0.maximumBackoff = $1 },
        .duration("attemptTimeout", isPositive: true, "The time for one attempt.") { $0.attemptTimeout = $1 },
    ]
}
