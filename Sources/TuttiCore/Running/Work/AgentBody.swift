/// An agent as a lane runs it.
///
/// A struct around the function: a bare function in an array would be called through two more asynchronous ones, which
/// convert it to the array's generic element and back.
@usableFromInline
struct AgentBody: Sendable {
    /// An ``AgentWorker``, whose type tells which agents do the same kind of work.
    let worker: any AnyObject & Sendable
    /// Its ``AgentWorker/run(_:on:)``.
    let run: @Sendable (AgentContext, RunLane) async -> AgentContext?

    /// Creates a body.
    ///
    /// - Parameter substitute: Who is asked when the attempts of the agent have failed, in one attempt more.
    @inlinable
    init(_ work: some AgentWork, substitute: (any Agent)?) {
        if let substitute {
            self.init(AgentWorker(SubstitutedWork(work, substitute)))
        } else {
            self.init(AgentWorker(work))
        }
    }

    @inlinable
    init<Work: AgentWork>(_ worker: AgentWorker<Work>) { self.init(worker, run: AgentWorker<Work>.run) }

    @usableFromInline
    init(_ worker: any AnyObject & Sendable, run: @escaping @Sendable (AgentContext, RunLane) async -> AgentContext?) {
        self.worker = worker
        self.run = run
    }
}
