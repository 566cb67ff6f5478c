/// What an agent does, in one of the forms in which it can be declared.
@usableFromInline
protocol AgentWork: Sendable {
    associatedtype Output: Sendable

    /// Makes one attempt.
    func result(for context: AgentContext) async throws -> Output
}
