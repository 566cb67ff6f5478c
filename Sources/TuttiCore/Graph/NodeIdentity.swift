internal import Synchronization

/// Tells the nodes of one graph from those of another, also after the graphs were copied and changed.
struct NodeIdentity: Hashable, Sendable {
    private static let latest = Atomic<UInt64>(0)

    private let number = Self.latest.wrappingAdd(1, ordering: .relaxed).newValue
}
