/// A closure.
@usableFromInline
struct ClosureWork<Output: Sendable>: AgentWork {
    @usableFromInline let body: @Sendable (AgentContext) async throws -> Output

    @inlinable
    init(_ body: @escaping @Sendable (AgentContext) async throws -> Output) { self.body = body }

    @inlinable
    @inline(__always)
    func result(for context: AgentContext) async throws -> Output { try await self.body(context) }
}
