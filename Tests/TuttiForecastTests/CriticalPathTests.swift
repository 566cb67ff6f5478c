import Testing
import TuttiForecast
import TuttiWorkflows

/// Agents are written as name, start and end in milliseconds.
@Suite struct CriticalPathTests {
    @Test func `the way goes back through the input that ended when its dependent started`() throws {
        let path = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated }\nc: { kind: simulated, needs: [a], wants: [b] }",
            [("a", 0, 30), ("b", 0, 20), ("c", 30, 50)])
        #expect(path == ["c", "a"])
    }

    @Test func `an agent beside the chain is not on it, though it ran as long`() throws {
        let path = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated, needs: [a] }\nc: { kind: simulated }",
            [("a", 0, 30), ("b", 30, 50), ("c", 0, 49)])
        #expect(path == ["b", "a"])
    }

    @Test func `under a limit the way goes through whoever gave the slot free`() throws {
        let agents = "a: { kind: simulated }\nb: { kind: simulated }"
        let times: [(String, Int?, Int)] = [("a", 0, 30), ("b", 30, 50)]
        #expect(try Self.path(agents, times, top: "maxParallel: 1\n") == ["b", "a"])
        // Without a limit nobody had to wait for a slot.
        #expect(try Self.path(agents, times) == ["b"])
    }

    @Test func `where nobody ended at the start, the input that ended last is on the way`() throws {
        // The start was spaced.
        let path = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated }\nc: { kind: simulated, needs: [a, b] }",
            [("a", 0, 10), ("b", 0, 12), ("c", 15, 20)])
        #expect(path == ["c", "b"])
    }

    @Test func `the way leads through one that was skipped to the one it was skipped for`() throws {
        let path = try Self.path(
            """
            a: { kind: simulated, fails: x }
            b: { kind: simulated, needs: [a] }
            c: { kind: simulated, wants: [b] }
            """, [("a", 0, 30), ("b", nil, 30), ("c", 30, 40)])
        #expect(path == ["c", "a"])
    }

    @Test func `of those that the deadline cut together, the one that the run was for`() throws {
        let path = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated, wants: [a] }\nc: { kind: simulated }",
            [("a", 0, 100), ("b", 60, 100), ("c", 0, 100)])
        #expect(path.first == "c")
        let others = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated, wants: [a] }", [("a", 0, 9), ("b", 5, 9)])
        #expect(others.first == "b")
    }

    @Test func `agents that take no time do not send it round in circles`() throws {
        let path = try Self.path(
            "a: { kind: simulated }\nb: { kind: simulated }\nc: { kind: simulated }",
            [("a", 0, 10), ("b", 10, 10), ("c", 10, 10)], top: "maxParallel: 1\n")
        #expect(Set(path).count == path.count && !path.isEmpty)
    }

    @Test func `a run in which nobody was asked has none`() throws {
        #expect(try Self.path("a: { kind: simulated }", [("a", nil, 0)]) == [])
    }

    private static func path(_ agents: String, _ times: [(String, Int?, Int)], top: String = "") throws -> [String] {
        let lines = agents.split(separator: "\n").map { "  \($0)\n" }.joined()
        let workflow = try Workflow(parsing: "\(top)agents:\n\(lines)", file: "w.yaml")
        let spans = times.map { CriticalPath.Span($1.map { .milliseconds($0) }, .milliseconds($2)) }
        return CriticalPath(of: workflow).agents(of: spans).map { times[$0].0 }
    }
}
