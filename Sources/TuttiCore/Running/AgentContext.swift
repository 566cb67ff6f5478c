/// What an agent sees of the run: what it is asked, what others found, how much time it has.
public struct AgentContext: Sendable {
    /// The run.
    public let run: RunID
    /// The name of this agent.
    public let agent: String
    /// The number of this attempt, from 1.
    public let attempt: Int
    /// What the run was asked.
    public let request: AgentRequest
    /// The results of the agents that this one depends on.
    public let inputs: AgentInputs
    /// The instant of ``time`` at which this attempt's time is over; nil when it has no limit.
    public let deadline: Duration?
    /// The clock of the run; use it, and an agent can be tested in virtual time.
    public let time: any TimeSource
    let report: @Sendable (Report) -> Void

    enum Report: Sendable {
        case partial(String)
        case usage(Usage)
        case warning(String)
    }

    init(
        run: RunID, agent: String, attempt: Int, request: AgentRequest, inputs: AgentInputs, deadline: Duration?,
        time: any TimeSource, report: @escaping @Sendable (Report) -> Void
    ) {
        self.run = run
        self.agent = agent
        self.attempt = attempt
        self.request = request
        self.inputs = inputs
        self.deadline = deadline
        self.time = time
        self.report = report
    }

    /// What this agent is asked: its own prompt, else the text of the request.
    public var text: String { self.request.prompts[self.agent] ?? self.request.text }

    /// The time that is left to this attempt, never negative; nil when it has no limit.
    public var remaining: Duration? { self.deadline.map { max($0 - self.time.now, .zero) } }

    /// The same context with another text, for an agent that hands a prompt of its own to a further one.
    public func asking(_ text: String) -> AgentContext {
        var request = self.request
        request.prompts[self.agent] = text
        return AgentContext(
            run: self.run, agent: self.agent, attempt: self.attempt, request: request, inputs: self.inputs,
            deadline: self.deadline, time: self.time, report: self.report)
    }

    /// Gives a part of the output to whoever listens, as soon as it is there.
    ///
    /// From a final agent the parts are the answer. The output that the agent returns counts; parts are not collected.
    public func yield(_ text: String) { self.report(.partial(text)) }

    /// Counts tokens and money, at once: they were spent even when this attempt fails, is cancelled or comes too late.
    public func record(_ usage: Usage) { self.report(.usage(usage)) }

    /// Puts a sentence on the report that a person should read.
    public func warn(_ message: String) { self.report(.warning(message)) }
}
