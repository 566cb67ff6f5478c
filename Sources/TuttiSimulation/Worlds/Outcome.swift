package import TuttiCore

/// What came of one scenario.
package struct Outcome: Sendable {
    package var seed: UInt64
    /// The faulty runs, those inside of agents, and the calm one last.
    package var evidence: [Evidence]
    package var metrics: ExecutorMetrics
    /// The virtual time that passed.
    package var time: Instant
    /// How often somebody waited for the shared provider, and was refused because too many calls had failed.
    package var waitsForProviders = 0
    package var callsLeftAlone = 0
    /// What is wrong about the scenario as a whole.
    package var violations: [String]
}
