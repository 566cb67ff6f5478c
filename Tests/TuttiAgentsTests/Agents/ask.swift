import TuttiAgents
import TuttiCore
import TuttiTesting

/// What came of one agent that was asked alone.
struct Asked: Sendable {
    var output: AgentOutput?
    var report: RunReport
    var partials: [String] = []

    var agent: AgentReport? { self.report["agent"] }
}

extension Simulation {
    /// Asks one agent, after `inputs` have succeeded or failed, on virtual time.
    func ask(
        _ agent: any Agent, _ question: String, inputs: [(String, AgentOutput?)] = [], timeout: Duration? = nil,
        retry: RetryPolicy = .init()
    ) async throws -> Asked {
        try await TuttiAgentsTests.ask(
            agent, question, inputs: inputs, timeout: timeout, retry: retry, on: self.parallelExecutor())
    }
}

private struct NotFound: Error {}

/// Asks one agent, after `inputs` have succeeded or failed.
func ask(
    _ agent: any Agent, _ question: String, inputs: [(String, AgentOutput?)] = [], timeout: Duration? = nil,
    retry: RetryPolicy = .init(), on executor: ParallelExecutor = ParallelExecutor()
) async throws -> Asked {
    var graph = AgentGraph()
    for (name, output) in inputs {
        graph.add(name) { _ in
            guard let output else { throw NotFound() }
            return output
        }
    }
    var options = AgentOptions()
    options.retry = retry
    let node = graph.add("agent", timeout: timeout, options: options) { context in try await agent.run(context) }
    for (name, _) in inputs { try graph.addDependency(of: "agent", on: name, .wants) }
    let run = executor.start(try graph.plan(), AgentRequest(question))
    var partials: [String] = []
    for await event in run.events {
        switch event.kind {
        case .agentPartial(_, _, let text), .answerDelta(_, _, let text): partials.append(text)
        default: break
        }
    }
    let report = await run.report()
    return Asked(output: report[node].value, report: report, partials: partials)
}
