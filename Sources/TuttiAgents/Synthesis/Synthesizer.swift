public import TuttiCore

/// Makes one answer of what several agents found.
public protocol Synthesizer: Sendable {
    /// The time it would like to have; the ``Orchestrator`` keeps so much free before the deadline, within its share.
    var expectedDuration: Duration { get }

    /// Makes the answer, and gives it on through `context.yield` as it grows.
    ///
    /// What is yielded, put together, is the text that is returned. Be back before `context.deadline`: after it nobody
    /// waits, and the pieces that were yielded are all there is.
    func synthesize(_ request: SynthesisRequest, in context: AgentContext) async throws -> Synthesis
}
