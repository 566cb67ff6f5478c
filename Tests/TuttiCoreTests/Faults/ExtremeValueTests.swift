import Testing
import TuttiCore

/// Numbers that have ended the process, each tried in one of its own.
@Suite struct ExtremeValueTests {
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
        await #expect(processExitsWith: .success) {
            var configuration = ParallelExecutor.Configuration()
            configuration.startSpacing = .seconds(Int64.max)
            try await Self.run(configuration)
        }
    }

    @Test func `a deadline that is over and a reserve longer than any run`() async {
        await #expect(processExitsWith: .success) {
            var configuration = ParallelExecutor.Configuration()
            configuration.reserve = .seconds(Int64.max)
            try await Self.run(configuration, within: .seconds(-3600))
        }
    }

    @Test func `an agent, or the server that it asks, that tells more tokens than can be counted`() async {
        await #expect(processExitsWith: .success) {
            try await Self.run { context in
                for _ in 0..<2 { context.record(Usage(inputTokens: .max)) }
            }
        }
    }
}
