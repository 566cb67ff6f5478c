/// The work of one agent; the type tells which agents do work of the same kind.
@usableFromInline
final class AgentWorker<Work: AgentWork>: Sendable {
    @usableFromInline let work: Work

    @inlinable
    init(_ work: Work) { self.work = work }

    /// Makes an attempt and tells the run what came of it, and goes on with the attempts that follow on the lane as long as
    /// the work of their agents is of this kind.
    ///
    /// Here and not in the lane, which knows no types: after everything that is awaited a task asks on which thread it
    /// belongs, under a lock, and that takes a tenth of what a small agent costs.
    ///
    /// - Returns: The first attempt of another kind, which has not been made; nil when the lane is to end.
    @inlinable
    static func run(_ first: AgentContext, on lane: RunLane) async -> AgentContext? {
        var next = Optional(first)
        while let context = next.take() {
            guard let worker = context.worker(as: AgentWorker.self) else { return context }
            do {
                let output = try await worker.work.result(for: context)
                next = context.succeeded(on: lane) { $0.initialize(to: output) }
            } catch {
                next = context.failed(with: error, on: lane)
            }
        }
        return nil
    }
}
