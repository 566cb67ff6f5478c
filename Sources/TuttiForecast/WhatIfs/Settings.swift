internal import TuttiCore
internal import TuttiWorkflows

/// The settings that what-ifs may change; `duration` of an agent is apart, because it may be a distribution.
enum Settings {
    static let duration = "duration"

    static let ofRun: [Setting<Workflow>] = [
        .integer("maxParallel", 1...10_000, \.maximumParallel),
        .duration("deadline", isPositive: true, \.deadline),
        .duration("reserve", \.reserve),
        .duration("startSpacing", \.startSpacing),
        Setting(key: "failFast", form: .boolean) {
            .boolean($0.failsFast)
        } set: { workflow, value in
            if case .boolean(let value) = value { workflow.failsFast = value }
        },
    ]

    static let ofAgent: [Setting<WorkflowAgent>] = [
        .duration("timeout", isPositive: true, \.timeout),
        .integer("retry.maximumAttempts", 1...100, \.retry.maximumAttempts),
        .duration("retry.backoff", \.retry.backoff),
        .duration("retry.maximumBackoff", \.retry.maximumBackoff),
        .duration("retry.attemptTimeout", isPositive: true, \.retry.attemptTimeout),
        Setting(key: "cost", form: .number(0...1_000_000)) {
            .number($0.expectedCost)
        } set: { agent, value in
            if case .number(let number) = value { agent.expectedCost = number }
        },
    ]

    static let ofSimulated: [Setting<WorkflowAgent.Simulated>] = [
        .integer("failures", 0...100, \.failures),
        .integer("usage.input", 0...1_000_000_000, \.usage.inputTokens),
        .integer("usage.output", 0...1_000_000_000, \.usage.outputTokens),
    ]
}
