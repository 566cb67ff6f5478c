extension AgentGraph {
    /// A handle on an agent of a graph and on the type of its result.
    public struct Node<Output: Sendable>: Dependency {
        /// The name of the agent.
        public let name: String
        let identity: NodeIdentity
        @usableFromInline let index: Int

        /// The same agent as an input that may be missing.
        public var ifAvailable: WantedNode<Output> { WantedNode(node: self) }

        /// The agent must succeed.
        public var edge: DependencyEdge { DependencyEdge(identity: self.identity, index: self.index, kind: .needs) }

        /// Its result.
        @inlinable
        public func value(in inputs: AgentInputs) -> Output {
            guard let output = cast(inputs.result(of: self.index), to: Output.self) else {
                preconditionFailure("'\(self.name)' is not a \(Output.self), where it was needed")
            }
            return output
        }
    }

    /// A handle on an agent whose result may be missing.
    public struct WantedNode<Output: Sendable>: Dependency {
        let node: Node<Output>

        /// The agent is waited for.
        public var edge: DependencyEdge {
            DependencyEdge(identity: self.node.identity, index: self.node.index, kind: .wants)
        }

        /// Its result, or why there is none.
        public func value(in inputs: AgentInputs) -> Wanted<Output> {
            inputs.value(of: self.node.index).map { value in
                guard let output = value as? Output else {
                    preconditionFailure("'\(self.node.name)' is \(value), not a \(Output.self)")
                }
                return output
            }
        }
    }
}
