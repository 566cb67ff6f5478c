public import TuttiCore

/// What one agent brought to an answer, or why it brought nothing.
public struct Contribution: Sendable {
    /// The name of the agent.
    public var agent: String
    /// What it knows about.
    public var subject: AgentDirectory.Subject
    /// What it found, with the places, or why there is nothing.
    public var output: Wanted<AgentOutput>

    /// Creates a contribution.
    public init(_ agent: String, subject: AgentDirectory.Subject = .other, output: Wanted<AgentOutput>) {
        self.agent = agent
        self.subject = subject
        self.output = output
    }
}
