/// How an agent depends on another one.
public struct DependencyEdge: Sendable {
    /// What the dependency asks of the other agent.
    public enum Kind: String, Hashable, Sendable {
        /// It must succeed, or the dependent is skipped.
        case needs
        /// It is waited for until it ends or the cut-off has passed, whatever its result.
        case wants
        /// It is one of several of which so many must succeed.
        case quorum
        /// It chooses while it runs: the dependent starts once it is chosen by ``AgentContext/choose(_:after:isSpeculative:)``,
        /// and is skipped when the other one ends without having done so.
        case choice
    }

    let identity: NodeIdentity
    let index: Int
    let kind: Kind
}
