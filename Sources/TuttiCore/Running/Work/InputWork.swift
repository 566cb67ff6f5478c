/// A closure that gets the results of other agents, each of a type of its own.
@usableFromInline
struct InputWork<each Input: Dependency, Output: Sendable>: AgentWork {
    @usableFromInline let dependencies: (repeat each Input)
    @usableFromInline let body: @Sendable (AgentContext, repeat (each Input).Value) async throws -> Output

    @inlinable
    init(
        _ dependencies: repeat each Input,
        body: @escaping @Sendable (AgentContext, repeat (each Input).Value) async throws -> Output
    ) {
        self.dependencies = (repeat each dependencies)
        self.body = body
    }

    @inlinable
    @inline(__always)
    func result(for context: AgentContext) async throws -> Output {
        let inputs = context.inputs
        return try await self.body(context, repeat (each self.dependencies).value(in: inputs))
    }
}
