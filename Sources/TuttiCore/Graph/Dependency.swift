/// One input of an agent, as its closure receives it.
///
/// A ``AgentGraph/Node`` is the dependency that must succeed; ``AgentGraph/Node/ifAvailable`` makes it one that is only
/// waited for. Not meant for conformances of your own.
public protocol Dependency<Value>: Sendable {
    /// What the closure receives.
    associatedtype Value: Sendable

    /// The node that is depended on, and how.
    var edge: DependencyEdge { get }

    /// Takes the value out of the inputs of an agent.
    func value(in inputs: AgentInputs) -> Value
}
