/// Everything that is wrong with a graph, in one error.
public struct GraphError: Error, Hashable, Sendable {
    /// One thing that is wrong.
    public enum Problem: Hashable, Sendable {
        /// Two agents have the same name.
        case duplicateName(String)
        /// An agent depends on a name that the graph does not have.
        case unknownDependency(agent: String, dependency: String)
        /// An agent depends on itself.
        case selfDependency(String)
        /// The dependencies go round; the first name is repeated at the end.
        case cycle([String])
        /// A handle belongs to another graph, or to a copy of this one that went its own way.
        case foreignHandle(agent: String, dependency: Int)
        /// A name is empty, longer than 128 bytes, or has a control character.
        case invalidName(String)
        /// A setting of an agent is out of range.
        case invalidOption(agent: String, message: String)
        /// There is no agent.
        case empty
    }

    /// The problems, in the order in which they were found.
    public var problems: [Problem]

    /// Creates an error.
    public init(_ problems: [Problem]) { self.problems = problems }
}

extension GraphError.Problem: CustomStringConvertible {
    /// The problem, with what to do about it.
    public var description: String {
        switch self {
        case .duplicateName(let name): "two agents are called '\(name)': give one of them another name"
        case .unknownDependency(let agent, let dependency):
            "'\(agent)' depends on '\(dependency)', which is not an agent of this graph"
        case .selfDependency(let name): "'\(name)' depends on itself"
        case .cycle(let names): "the dependencies go round: \(names.joined(separator: " → "))"
        case .foreignHandle(let agent, let dependency):
            "'\(agent)' depends on a handle (number \(dependency)) of another graph"
        case .invalidName(let name):
            "'\(name.prefix(40))' cannot be the name of an agent: 1 to 128 bytes without control characters"
        case .invalidOption(let agent, let message): "'\(agent)': \(message)"
        case .empty: "the graph has no agents"
        }
    }
}

extension GraphError: CustomStringConvertible {
    /// The problems, one a line.
    public var description: String { self.problems.map(\.description).joined(separator: "\n") }
}
