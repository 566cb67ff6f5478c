/// What a call of an agent changes outside of the run.
///
/// Decides what may be done without being asked for: calling twice at the same time, calling on suspicion, answering
/// from a cache.
public enum SideEffects: String, Hashable, Sendable, CaseIterable {
    /// Nothing: it may be called twice, for nothing, or not at all.
    case none
    /// Something, and twice is the same as once.
    case idempotent
    /// Something, and each time again.
    case external
}
