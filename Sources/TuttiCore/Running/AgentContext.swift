/// What an agent sees of the run: what it is asked, what others found, how much time it has.
public struct AgentContext: Sendable {
    let driver: RunDriver
    private let nodeNumber: Int32
    private let attemptNumber: Int32
    /// When the time of the attempt is over.
    let end: Nanoseconds
    /// What most agents do not have; apart, so that the context of the others stays small.
    private var extras: Extras?

    private final class Extras: Sendable {
        /// The inputs as they were when the agent started, where they may have changed since.
        let snapshot: AgentInputs?
        let text: String?
        let item: ListItem?
        let payer: AgentContext?

        init(snapshot: AgentInputs?, text: String? = nil, item: ListItem? = nil, payer: AgentContext? = nil) {
            self.snapshot = snapshot
            self.text = text
            self.item = item
            self.payer = payer
        }
    }

    init(driver: RunDriver, node: Int, attempt: Int, deadline: Nanoseconds, snapshot: AgentInputs?) {
        self.driver = driver
        self.nodeNumber = Int32(truncatingIfNeeded: node)
        self.attemptNumber = Int32(truncatingIfNeeded: attempt)
        self.end = deadline
        if let snapshot { self.extras = Extras(snapshot: snapshot) }
    }

    @inline(__always)
    var node: Int { Int(self.nodeNumber) }

    /// The run.
    public var run: RunID { self.driver.run }

    /// The name of this agent.
    public var agent: String { self.driver.name(of: self.node) }

    /// The number of this attempt, from 1.
    public var attempt: Int { Int(self.attemptNumber) }

    /// Names what this agent does in this run, for those outside who must not do it twice: all its attempts have the same.
    ///
    /// Made of the run and the name, of characters that may stand in a header or a variable; nothing secret. A command
    /// finds it in `TUTTI_IDEMPOTENCY_KEY`, an MCP server in `_meta` as `tutti/idempotencyKey`.
    public var idempotencyKey: String {
        let scope = self.driver.environment.idempotencyKey
        return scope.map { IdempotencyKey(in: $0, self.agent).description }
            ?? IdempotencyKey("\(self.run)", self.agent).description
    }

    /// The same for one of several things that an attempt does, by what tells it from the others.
    package func idempotencyKey(of parts: [String]) -> String {
        IdempotencyKey(in: self.idempotencyKey, IdempotencyKey.digest(of: parts)).description
    }

    /// What the run was asked.
    public var request: AgentRequest {
        guard let text = self.extras?.text else { return self.driver.request }
        var request = self.driver.request
        request.prompts[self.agent] = text
        return request
    }

    /// The results of the agents that this one depends on.
    public var inputs: AgentInputs { self.extras?.snapshot ?? AgentInputs(of: self.node, in: self.driver) }

    /// The instant of ``time`` at which this attempt's time is over; nil when it has no limit.
    public var deadline: Duration? { self.end == .never ? nil : self.end.duration }

    /// The clock of the run; use it, and an agent can be tested in virtual time.
    public var time: any TimeSource { self.driver.time }

    /// What this agent is asked: its own prompt, else the text of the request.
    public var text: String {
        self.extras?.text ?? self.driver.request.prompts[self.agent] ?? self.driver.request.text
    }

    /// The time that is left to this attempt, never negative; nil when it has no limit.
    public var remaining: Duration? {
        self.end == .never ? nil : max(self.end - self.time.nanoseconds, 0).duration
    }

    /// Returns after `duration` of the run's ``time``.
    ///
    /// - Throws: `CancellationError`, as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        try await self.sleeper(for: duration)?.sleep()
    }

    /// Nil when there is nothing to wait for.
    @inline(never)
    private func sleeper(for duration: Duration) -> Sleeper? {
        guard duration > .zero else { return nil }
        let instant = self.time.nanoseconds.advanced(byAtMost: duration.nanosecondsRoundedUp)
        return Sleeper(until: instant, of: self.time)
    }

    /// The same context with another text, for an agent that hands a prompt of its own to a further one.
    public func asking(_ text: String) -> AgentContext {
        var context = self
        context.extras = Extras(
            snapshot: self.extras?.snapshot, text: text, item: self.extras?.item, payer: self.extras?.payer)
        return context
    }

    /// The same context, but what the agent uses counts on another one: the one in whose place it works.
    package func paid(by payer: AgentContext) -> AgentContext {
        var context = self
        context.extras = Extras(
            snapshot: self.extras?.snapshot, text: self.extras?.text, item: self.extras?.item, payer: payer)
        return context
    }

    /// The agent on which counts what this one uses.
    package var payer: AgentContext { self.extras?.payer ?? self }

    /// The item that this agent is asked for, inside of a ``MapAgent``; nil elsewhere.
    public var item: ListItem? { self.extras?.item }

    /// The same attempt, which is asked for an item in the place of another agent: it sees the inputs of that one.
    func standing(for outer: AgentContext, _ item: ListItem) -> AgentContext {
        var context = self
        context.extras = Extras(snapshot: outer.inputs, text: outer.text, item: item, payer: self.extras?.payer)
        return context
    }

    /// Gives a part of the output to whoever listens, as soon as it is there.
    ///
    /// From a final agent the parts are the answer. The output that the agent returns counts; parts are not collected.
    /// Those of one attempt follow each other; a further attempt begins anew, with its own number.
    public func yield(_ text: String) { self.driver.partialProduced(self.node, self.attempt, text) }

    /// Counts tokens and money, at once: they were spent even when this attempt fails, is cancelled or comes too late.
    public func record(_ usage: Usage) {
        let payer = self.payer
        payer.driver.usageRecorded(payer.node, payer.attempt, usage)
    }

    /// Puts a sentence on the report that a person should read.
    public func warn(_ message: String) { self.driver.warned(message) }

    /// Lets an agent start that depends on this one by ``DependencyEdge/Kind/choice``: now, or as soon as `dependencies` have
    /// ended, whatever came of them; it sees their results among its inputs.
    ///
    /// A name that is no such agent changes nothing, nor does one that was chosen before. Call it while this agent runs:
    /// when it ends, those that it has not chosen are skipped.
    ///
    /// - Parameters:
    ///   - dependencies: Agents that were chosen before this call; others are not waited for, nor are those that wait for
    ///     `agent` themselves.
    ///   - isSpeculative: Says to those who follow the run that the agent may still be dismissed.
    public func choose(_ agent: String, after dependencies: [String] = [], isSpeculative: Bool = false) {
        self.driver.chose(agent, after: dependencies, isSpeculative: isSpeculative, by: self.node, self.attempt)
    }

    /// Says that an agent of those among which this one chooses is not wanted: it is skipped, or cancelled when it has
    /// begun. Neither that nor its failure makes the run partial; a result that is there stays.
    public func dismiss(_ agent: String) { self.driver.dismissed(agent, by: self.node, self.attempt) }

    /// Whether the fallback agent is meant.
    @usableFromInline
    var asksSubstitute: Bool { self.driver.asksSubstitute(self.node) }

    /// Tells those who follow the run of something that changes nothing in it.
    package func note(_ kind: RunEvent.Kind) { self.driver.noted(self.node, self.attempt, kind) }

    // MARK: For the worker of the agent

    /// Who does the work of the agent, if it is of this kind.
    @inlinable
    @inline(__always)
    func worker<Worker: AnyObject>(as kind: Worker.Type) -> Worker? {
        let worker = self.worker
        return type(of: worker) == kind ? unsafeDowncast(worker, to: kind) : nil
    }

    @usableFromInline
    var worker: AnyObject { self.driver.table.bodies[self.node].worker }

    /// Tells that the attempt has given a result, and what its lane does next; nil when that is to end.
    ///
    /// - Parameter write: Puts the result into its place, if it counts: under the lock of the run.
    @usableFromInline
    func succeeded(on lane: RunLane, _ write: (UnsafeMutablePointer<any Sendable>) -> Void) -> AgentContext? {
        self.driver.succeeded(of: self.node, on: lane, write)
    }

    /// Tells that the attempt has failed, and what its lane does next; nil when that is to end.
    @usableFromInline
    func failed(with error: any Error, on lane: RunLane) -> AgentContext? { self.driver.failed(error, on: lane) }

    /// The result of an agent that this one needs.
    @usableFromInline
    func result(of node: Int) -> any Sendable { self.driver.result(of: node) }

    /// Where that result stands, as long as the context; nil for a fallback.
    @usableFromInline
    func place(of node: Int) -> UnsafePointer<any Sendable>? { self.driver.place(of: node) }

    /// The results of agents that this one needs and that all give the same type.
    @inlinable
    func results<Result: Sendable>(of nodes: [Int]) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(nodes.count)
        for node in nodes {
            // Read where it stands: there are many of them, and copying one costs more than looking at it.
            let result =
                if let place = self.place(of: node) {
                    cast(at: place, to: Result.self)
                } else {
                    cast(self.result(of: node), to: Result.self)
                }
            guard let result else { self.fail(node, expecting: Result.self) }
            results.append(result)
        }
        return results
    }

    @usableFromInline
    func fail(_ node: Int, expecting type: Any.Type) -> Never {
        let name = self.driver.name(of: node)
        preconditionFailure("'\(self.agent)' needs a \(type) of '\(name)', and got something else")
    }
}
