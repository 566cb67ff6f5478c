internal import TuttiCore

extension LearnedTimeout {
    static let fields: [Field<LearnedTimeout>] = [
        .number("factor", 1...100, "What the 99th percentile is multiplied by; 1.5 by default.") { $0.factor = $1 },
        .duration("minimum", isPositive: true, "The least timeout that is learned; 100ms by default.") {
            $0.minimum = $1
        },
        .duration(
            "maximum", isPositive: true,
            "The most that is learned, and the timeout while little is known; 30s by default."
        ) {
            $0.maximum = $1
        },
    ]
}

extension WorkflowReader {
    /// A time, the word auto, or how the time is learned.
    mutating func timeout(_ node: DocumentNode, of agent: inout WorkflowAgent) {
        if node.plainText == "auto" { return agent.learnedTimeout = LearnedTimeout() }
        guard case .object = node.content else { return agent.timeout = self.duration(node, isPositive: true) }
        var learned = LearnedTimeout()
        guard self.object(node, into: &learned, LearnedTimeout.fields) else { return }
        if learned.minimum > learned.maximum { self.fail("minimum must not be more than maximum", at: node.place) }
        agent.learnedTimeout = learned
    }
}
