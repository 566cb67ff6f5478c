package import TuttiCore

/// What came of one simulated run, as far as a forecast looks at it.
package struct SimulatedRun: Hashable, Sendable {
    /// What came of one agent.
    package struct Agent: Hashable, Sendable {
        package var state: AgentState
        package var isFallback: Bool
        package var isOnCriticalPath: Bool
        package var attempts: Int
        /// Since the run began; nil when it was not asked.
        package var start: Duration?
        package var duration: Duration
    }

    package var status: RunStatus
    package var wallTime: Duration
    package var deadline: Duration?
    /// What all attempts have cost, cut and failed ones included.
    package var usage: Usage
    /// In the order of the workflow.
    package var agents: [Agent]
}
