/// What a call of an agent changes outside of the run.
///
/// Decides what may be done without being asked for: calling twice at the same time, calling on suspicion, answering
/// from a cache. None of it is done with an agent that is not ``none``.
///
/// Trying again is asked for, as ``RetryPolicy/maximumAttempts`` is 1 unless somebody says more, and is therefore done
/// with every agent, also after it has given parts of its output: a further attempt begins with an empty page. An error
/// says by its ``RetryAdvice`` that trying again is of no use. Who asks for attempts of an ``external`` agent sees to it
/// that the other side knows a repetition by ``AgentContext/idempotencyKey``, which all attempts share; an attempt that
/// is out of time may still be at work when the next begins.
public enum SideEffects: String, Hashable, Sendable, CaseIterable {
    /// Nothing: it may be called twice, for nothing, or not at all.
    case none
    /// Something, and twice is the same as once.
    case idempotent
    /// Something, and each time again.
    case external
}
