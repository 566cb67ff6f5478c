import Testing
import TuttiCore

/// Numbers that end the process, each tried in one of its own; not mended yet.
@Suite struct KnownCrashTests {
    private static func run(
        _ configuration: ParallelExecutor.Configuration = .init(), within limit: Duration? = nil,
        _ body: @escaping @Sendable (AgentContext) -> Void = { _ in }
    ) async throws {
        var graph = AgentGraph()
        var options = AgentOptions()
        options.isFinal = true
        graph.add("a", options: options) { context in body(context) }
        _ = await ParallelExecutor(configuration).run(try graph.plan(), within: limit)
    }

    @Test func `a spacing longer than any run`() async {
        await withKnownIssue("the next start is an overflow") {
            await #expect(processExitsWith: .success) {
                var configuration = ParallelExecutor.Configuration()
                configuration.startSpacing = .seconds(Int64.max)
                try await Self.run(configuration)
            }
        }
    }

    @Test func `a deadline that is over and a reserve longer than any run`() async {
        await withKnownIssue("the cut-off is an overflow") {
            await #expect(processExitsWith: .success) {
                var configuration = ParallelExecutor.Configuration()
                configuration.reserve = .seconds(Int64.max)
                try await Self.run(configuration, within: .seconds(-3600))
            }
        }
    }

    @Test func `an agent, or the server that it asks, that tells more tokens than can be counted`() async {
        await withKnownIssue("the sum is an overflow") {
            await #expect(processExitsWith: .success) {
                try await Self.run { context in
                    for _ in 0..<2 { context.record(Usage(inputTokens: .max)) }
                }
            }
        }
    }
}
