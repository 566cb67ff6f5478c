import Testing
import TuttiCore

/// The array door reads plain results where they stand, by the layout of an existential.
@Suite struct ResultReadingTests {
    private struct Wide: Equatable, Sendable {
        var first = 1
        var second = 2
        var third = 3
        var fourth = 4
    }

    private static func arrives<Value: Equatable & Sendable>(_ values: [Value]) async throws -> Bool {
        var graph = AgentGraph()
        let sources = values.enumerated().map { index, value in graph.add("source \(index)") { _ in value } }
        let sink = graph.add("sink", after: sources) { _, values in values }
        return try await graph.run("?")[sink].value == values
    }

    @Test func `numbers, texts, objects, optionals and wide values arrive as they are`() async throws {
        #expect(try await Self.arrives([1, -2, .max]))
        #expect(try await Self.arrives([UInt8(7), 255]))
        #expect(try await Self.arrives([1.5, -.infinity]))
        #expect(try await Self.arrives([true, false]))
        #expect(try await Self.arrives(["short", String(repeating: "long ", count: 100)]))
        #expect(try await Self.arrives([[1, 2], []]))
        #expect(try await Self.arrives([Int?.none, 3]))
        #expect(try await Self.arrives([SIMD4<Float>(1, 2, 3, 4), .zero]))
        #expect(try await Self.arrives([Wide(), Wide(fourth: 9)]))
    }

    @Test func `a fallback stands in for a result`() async throws {
        var graph = AgentGraph()
        let source = graph.add("source", fallback: 5) { _ -> Int in throw TestFailure() }
        let other = graph.add("other") { _ in 6 }
        let sink = graph.add("sink", after: [source, other]) { _, values in values }
        #expect(try await graph.run("?")[sink].value == [5, 6])
    }
}
