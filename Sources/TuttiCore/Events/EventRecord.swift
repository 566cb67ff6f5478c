/// An event as the run notes it: small, and written out as a ``RunEvent`` only by who reads it.
///
/// The start of the run and the three kinds that every agent has are a tag and a number; their names and texts are looked
/// up when they are read. Sequence numbers are not stored, as records are dense.
package struct EventRecord: Sendable {
    enum Tag: UInt8, Sendable {
        case runStarted
        case agentStarted
        case attemptStarted
        case agentSucceeded
        /// Everything else is written out at once.
        case other
    }

    /// An event that was written out.
    final class Written: Sendable {
        let kind: RunEvent.Kind
        init(_ kind: RunEvent.Kind) { self.kind = kind }
    }

    /// The time since the run began.
    var time: Nanoseconds
    /// The time that the run, or a starting agent, has; ``Nanoseconds/never`` without limit.
    var budget: Nanoseconds = .never
    var node: Int32 = 0
    package var attempt: Int32 = 0
    var tag: Tag
    var written: Written?

    /// Whether it tells only that the run or an agent has begun or ended, which the report tells as well.
    var isPlain: Bool {
        switch self.written?.kind {
        case nil, .runFinished: true
        default: false
        }
    }

    /// The event in full.
    ///
    /// - Parameter output: The text of a node's result.
    package func event(_ sequence: Int, of run: RunID, _ plan: ExecutionPlan, output: (Int) -> String) -> RunEvent {
        RunEvent(run: run, sequence: sequence, time: self.time.duration, kind: self.kind(plan, output: output))
    }

    /// Why the fallback agent has given the result, if it has.
    private var fallbackReason: String? {
        if case .agentSucceeded(_, _, _, let reason) = self.written?.kind { reason } else { nil }
    }

    private func kind(_ plan: ExecutionPlan, output: (Int) -> String) -> RunEvent.Kind {
        var agent: String { plan.table.declarations[Int(self.node)].name }
        let budget = self.budget == .never ? nil : self.budget.duration
        switch self.tag {
        case .runStarted: return .runStarted(workflow: plan.name, agents: plan.agentNames, deadline: budget)
        case .agentStarted: return .agentStarted(agent: agent, budget: budget, missing: [])
        case .attemptStarted: return .attemptStarted(agent: agent, attempt: Int(self.attempt))
        case .agentSucceeded:
            return .agentSucceeded(
                agent: agent, attempt: Int(self.attempt), output: output(Int(self.node)),
                fallbackReason: self.fallbackReason)
        case .other:
            guard let written else { preconditionFailure("a record of '\(agent)' without its event") }
            return written.kind
        }
    }
}
