// snippet.hide
// Documentation/Testing.md, word for word: `Scripts/check-docs` compares them.
import Tutti
import TuttiTesting
import XCTest

private typealias MyHistory = InMemoryHistoryStore

// snippet.show
final class CoachTests: XCTestCase {
    func testAnswersWithoutTasks() throws {
        let report = try simulate { simulation in
            let tasks = ScriptedAgent<[String]>(attempts: .fails("no connection", isRetryable: false))
            let graph = coachGraph(memory: ScriptedAgent(["Lists help."]).body, tasks: tasks.body)
            return try await simulation.run(graph, within: .seconds(3))
        }
        XCTAssertEqual(report.output, "a walk (Lists help.)")
    }

    func testMyHistoryKeepsTheRules() async throws {
        let failures = try await ConformanceSuite.historyStore.failures { MyHistory() }
        XCTAssertEqual(failures, [])
    }
}
