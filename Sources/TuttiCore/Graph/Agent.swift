/// Something that can be asked: it gets a request and the results of the agents it depends on, and answers.
///
/// Conform a type when an agent has a name of its own and is used in several graphs; for one graph a closure given to
/// ``AgentGraph/add(_:timeout:fallback:options:_:)`` is shorter.
public protocol Agent: Sendable {
    /// Answers the request.
    ///
    /// Called once an attempt, on a thread that the agent may block without hurting anybody else, unless it is declared
    /// ``AgentOptions/Isolation/cooperative``. When the task is
    /// cancelled nobody waits for the result any more, whether the method returns or not.
    ///
    /// - Throws: Anything; the agent is then `failed`, or tried again when its ``RetryPolicy`` says so.
    func run(_ context: AgentContext) async throws -> AgentOutput
}
