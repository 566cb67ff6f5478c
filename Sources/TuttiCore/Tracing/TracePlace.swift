/// The attempt of a run for which something is done, as those see it who follow the run.
///
/// What is done inside of runs inside of an agent belongs to that agent's attempt in the outermost run.
package struct TracePlace: Hashable, Sendable {
    /// Where the run belongs.
    package var context: TraceContext
    package var run: RunID
    package var agent: String
    package var attempt: Int
    /// When the run began, on its clock.
    let startedAt: Nanoseconds

    /// The time of an instant of the run's clock since the run began.
    package func elapsed(at instant: Nanoseconds) -> Duration { (instant - self.startedAt).duration }
}

extension AgentContext {
    /// Where in a trace the work of this attempt belongs; nil when nobody follows the run.
    package var tracePlace: TracePlace? {
        if let outer = self.driver.environment.tracePlace { return outer }
        guard let context = self.driver.trace else { return nil }
        return TracePlace(
            context: context, run: self.run, agent: self.agent, attempt: self.attempt,
            startedAt: self.driver.startedAt)
    }
}
