/// A closure that gets the results of other agents, all of one type.
@usableFromInline
struct ListWork<Input: Sendable, Output: Sendable>: AgentWork {
    @usableFromInline let nodes: [Int]
    @usableFromInline let body: @Sendable (AgentContext, [Input]) async throws -> Output

    @inlinable
    init(_ nodes: [Int], _ body: @escaping @Sendable (AgentContext, [Input]) async throws -> Output) {
        self.nodes = nodes
        self.body = body
    }

    @inlinable
    @inline(__always)
    func result(for context: AgentContext) async throws -> Output {
        try await self.body(context, context.results(of: self.nodes))
    }
}
