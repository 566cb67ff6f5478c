import Testing
import TuttiCore
import TuttiTesting
import TuttiWorkflows

/// Conditions on inputs: what they mean, and what they do to a run.
@Suite struct InputConditionTests {
    /// With `a` = " Yes, Tasks\n", `b` = "" and `c` missing.
    static let table: [(when: String, holds: Bool, words: String)] = [
        ("a: present", true, "a present"), ("c: present", false, "c present"), ("b: present", true, "b present"),
        ("a: missing", false, "a missing"), ("c: missing", true, "c missing"),
        ("a: { contains: tasks }", true, "a contains 'tasks'"),
        ("a: { contains: task s }", false, "a contains 'task s'"),
        ("c: { contains: x }", false, "c contains 'x'"),
        ("a: { equals: 'yes, tasks ' }", true, "a is 'yes, tasks '"), ("a: { equals: yes }", false, "a is 'yes'"),
        ("b: { equals: '' }", true, "b is ''"), ("c: { equals: '' }", false, "c is ''"),
        ("a: { oneOf: [no, 'yes, tasks'] }", true, "a is one of 'no', 'yes, tasks'"),
        ("a: { oneOf: [no] }", false, "a is one of 'no'"),
        ("a: { not: { contains: tasks } }", false, "not (a contains 'tasks')"),
        ("c: { not: { contains: tasks } }", true, "not (c contains 'tasks')"),
        ("a: { not: missing }", true, "not (a missing)"),
        ("a: { contains: yes, not: { contains: money } }", true, "a contains 'yes' and not (a contains 'money')"),
        ("a: present, c: missing", true, "a present and c missing"),
        ("a: present, c: present", false, "a present and c present"),
        ("any: [{ a: missing }, { c: missing }]", true, "(a missing or c missing)"),
        ("any: [{ a: missing }, { b: { contains: x } }]", false, "(a missing or b contains 'x')"),
        (
            "any: [{ a: present, c: present }, { b: present }], a: present", true,
            "(a present and c present or b present) and a present"
        ),
    ]

    @Test(arguments: Self.table.indices) func `a condition holds or not, and says itself in words`(index: Int) throws {
        let (when, holds, words) = Self.table[index]
        let workflow = try WorkflowParsingTests.parse(
            """
            agents:
              a: { kind: simulated }
              b: { kind: simulated }
              c: { kind: simulated }
              d: { kind: memory, wants: [a, b, c], when: { \(when) } }
            """)
        let condition = try #require(workflow["d"]?.condition)
        #expect(condition.holds { ["a": " Yes, Tasks\n", "b": ""][$0] } == holds)
        #expect(condition.description == words)
    }

    @Test func `an input may be called any`() throws {
        let text = "agents: { any: { kind: simulated }, b: { kind: simulated, needs: [any], when: { any: present } } }"
        #expect(try WorkflowParsingTests.parse(text)["b"]?.condition == .input("any", .present))
    }

    /// The states of the agents, and of the run.
    private static func run(_ agents: String) throws -> RunReport {
        let workflow = try WorkflowParsingTests.parse("agents:\n\(agents)")
        return try simulate { simulation in
            let plan = try workflow.makePlan { throw UnexpectedAgent(name: $0.name) }
            return await simulation.run(plan, within: workflow.deadline, workflow.configuration)
        }
    }

    @Test func `a router chooses, and the run is complete without those it did not choose`() throws {
        let report = try Self.run(
            """
              router: { kind: simulated, duration: 1s, output: "tasks, please" }
              tasks: { kind: simulated, needs: [router], when: { router: { contains: tasks } }, output: three }
              money: { kind: simulated, needs: [router], when: { router: { contains: money } }, duration: 9s }
              answer: { kind: simulated, wants: [tasks, money], output: "{{agents.tasks.output}}{{agents.money.output}}" }
            """)
        #expect(report.status == .complete)
        #expect(report["money"]?.state == .skipped && report["money"]?.skipReason == .condition)
        #expect(report.output == "three" && report.wallTime == .seconds(1))
    }

    @Test func `an agent can be kept for when another one has failed`() throws {
        for (fails, state) in [("fails: no", AgentState.succeeded), ("output: x", .skipped)] {
            let report = try Self.run(
                """
                  first: { kind: simulated, \(fails) }
                  second: { kind: simulated, wants: [first], when: { first: missing } }
                """)
            #expect(report["second"]?.state == state)
        }
    }

    @Test func `the condition of a map is asked once, before the items`() throws {
        let report = try Self.run(
            """
              list: { kind: simulated, output: "" }
              each: { kind: simulated, map: list, when: { list: { not: { equals: "" } } }, fails: never }
            """)
        #expect(report["each"]?.skipReason == .condition && report.status == .complete)
    }
}
