import Testing
import TuttiCore
import TuttiTesting

/// Agents in a row on one lane: those of one kind are run by one loop, which has to hand over to that of the next kind.
@Suite struct AgentWorkTests {
    private static let onOneLane = ParallelExecutor.Configuration(maximumParallel: 1)

    /// Gives its name, its attempt and how many inputs it sees.
    private struct Named: Agent {
        func run(_ context: AgentContext) async throws -> AgentOutput {
            AgentOutput("\(context.agent) \(context.attempt) of \(context.inputs.all.count)")
        }
    }

    @Test func `kinds in any order each do their own work`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            let one = graph.add("one") { _ in 1 }
            graph.add("named", Named())
            let two = graph.add("two") { _ in 2 }
            let text = graph.add("text") { context in "by \(context.agent)" }
            let sum = graph.add("sum", after: [one, two]) { _, numbers in numbers.reduce(0, +) }
            let product = graph.add("product", after: [one, two]) { _, numbers in numbers.reduce(1, *) }
            graph.add("names", after: [text, text]) { context, texts in "\(context.agent): \(texts)" }
            graph.add("both", after: sum, product, text) { _, sum, product, text in "\(sum), \(product), \(text)" }
            graph.add("last", Named())
            try graph.addDependency(of: "last", on: "both")
            return await simulation.parallelExecutor(Self.onOneLane).run(try graph.plan())
        }
        #expect(report.status == .complete)
        let outputs = Dictionary(uniqueKeysWithValues: report.agents.map { ($0.name, $0.output) })
        #expect(
            outputs == [
                "one": "1", "named": "named 1 of 0", "two": "2", "text": "by text", "sum": "3", "product": "2",
                "names": #"names: ["by text", "by text"]"#, "both": "3, 2, by text", "last": "last 1 of 1",
            ])
    }

    @Test func `one that fails among others of its kind fails alone, and is tried again in its place`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var retried = AgentOptions()
            retried.retry = RetryPolicy(maximumAttempts: 3, backoff: .zero)
            for index in 0..<9 {
                graph.add("\(index)", options: index % 3 == 2 ? retried : .init()) { context in
                    if index % 3 == 1 || (index % 3 == 2 && context.attempt < 3) { throw TestFailure() }
                    return index * 10 + context.attempt
                }
            }
            return await simulation.parallelExecutor(Self.onOneLane).run(try graph.plan())
        }
        for (index, agent) in report.agents.enumerated() {
            #expect(agent.state == (index % 3 == 1 ? .failed : .succeeded))
            #expect(agent.attempts == (index % 3 == 2 ? 3 : 1))
            #expect(agent.output == [0: "\(index * 10 + 1)", 2: "\(index * 10 + 3)"][index % 3])
        }
    }

    @Test func `only an agent that has failed asks its fallback agent, whatever kind it is of`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            var options = AgentOptions()
            options.fallbackAgent = Named()
            let body = { @Sendable (context: AgentContext) async throws -> AgentOutput in
                if context.agent.hasPrefix("failing") { throw TestFailure() }
                return "itself"
            }
            let input = graph.add("plain", body)
            graph.add("works", options: options, body)
            graph.add("failing", options: options, body)
            graph.add("failing in a list", after: [input], options: options) { context, _ in try await body(context) }
            graph.add("failing after another", after: input, options: options) { context, _ in try await body(context) }
            graph.add("failing by name", ScriptedAgent<AgentOutput>(attempts: .fails("no")), options: options)
            return await simulation.parallelExecutor(Self.onOneLane).run(try graph.plan())
        }
        #expect(
            report.agents.map(\.output) == [
                "itself", "itself", "failing 2 of 0", "failing in a list 2 of 1", "failing after another 2 of 1",
                "failing by name 2 of 0",
            ])
    }

    @Test func `an agent that is out of time leaves those of its kind to another lane`() throws {
        let report = try simulate { simulation in
            var graph = AgentGraph()
            for index in 0..<5 {
                graph.add("\(index)", timeout: .seconds(1)) { context in
                    if index == 1 { await context.time.sleepIgnoringCancellation(until: .seconds(100)) }
                    return index
                }
            }
            return await simulation.parallelExecutor(Self.onOneLane).run(try graph.plan())
        }
        #expect(report.agents.map(\.output) == ["0", nil, "2", "3", "4"])
        #expect(report["1"]?.state == .timedOut)
    }
}
