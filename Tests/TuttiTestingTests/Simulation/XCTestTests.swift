import TuttiCore
import TuttiTesting
import XCTest

/// The kit knows no test framework: it works in XCTest as it does in Swift Testing.
final class XCTestTests: XCTestCase {
    func testSimulatesAnHour() throws {
        let recorder = EventRecorder()
        let report = try simulate(seed: 1) { simulation in
            var graph = AgentGraph()
            graph.add("slow", ScriptedAgent("x", after: .seconds(3_600)).body)
            return try await simulation.run(graph, within: .seconds(1_800), recorder: recorder)
        }
        XCTAssertEqual(report.status, .nothing)
        XCTAssertEqual(recorder.end(of: "slow"), .seconds(1_800))
    }

    func testSimulatesInAnAsynchronousTest() async throws {
        XCTAssertThrowsError(try simulate { _ in try await Task.sleep(for: .seconds(1)) }) { error in
            XCTAssertTrue(error is Simulation.Stuck)
        }
    }
}
