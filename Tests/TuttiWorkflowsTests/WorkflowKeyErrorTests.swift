import Testing
import TuttiWorkflows

/// Keys that are wrong, and values that do not fit them.
@Suite struct WorkflowKeyErrorTests {
    static let cases = [
        BadWorkflow(
            "an unknown key with a suggestion",
            #"""
            agents:
              a: { kind: simulated, durration: 1s }

            """#,
            #"""
            w.yaml:2:25: agents.a.durration: unknown key; did you mean 'duration'?
            """#),
        BadWorkflow(
            "an unknown key at the top",
            #"""
            dedline: 1s
            agents:
              a: { kind: simulated }

            """#,
            #"""
            w.yaml:1:1: dedline: unknown key; did you mean 'deadline'?
            """#),
        BadWorkflow(
            "an unknown key that resembles none",
            #"""
            agents:
              a: { kind: memory, colour: red }

            """#,
            #"""
            w.yaml:2:22: agents.a.colour: unknown key; the keys here are kind, description, needs, wants, quorum, firstOf, when, map, final, timeout, minimumBudget, retry, hedge, fallback, cache, sideEffects, cost, query, limit
            """#),
        BadWorkflow(
            "a key of another kind",
            #"""
            agents:
              a: { kind: simulated, run: [ls] }

            """#,
            #"""
            w.yaml:2:25: agents.a.run: a key of command agents, and this one is simulated: remove the key, or change 'kind'
            """#),
        BadWorkflow(
            "a missing kind",
            #"""
            agents:
              a: { duration: 1s }

            """#,
            #"""
            w.yaml:2:6: agents.a: the key 'kind' is missing: what the agent does: simulated, command, llm, mcp, memory, documents, workflow
            """#),
        BadWorkflow(
            "an unknown kind",
            #"""
            agents:
              a: { kind: simulatd }

            """#,
            #"""
            w.yaml:2:14: agents.a.kind: unknown kind 'simulatd'; did you mean 'simulated'? the kinds are simulated, command, llm, mcp, memory, documents, workflow
            """#),
        BadWorkflow(
            "a kind of a later version",
            #"""
            agents:
              a: { kind: http }

            """#,
            #"""
            w.yaml:2:14: agents.a.kind: http agents are not available in this version; a command that calls curl may do
            """#),
        BadWorkflow(
            "a missing key of a kind",
            #"""
            agents:
              a: { kind: documents }

            """#,
            #"""
            w.yaml:2:6: agents.a: the key 'path' is missing: the folder that is searched
            """#),
        BadWorkflow(
            "a negative duration",
            #"""
            deadline: -3s
            agents:
              a: { kind: simulated }

            """#,
            #"""
            w.yaml:1:11: deadline: a time must not be negative: '-3s'
            """#),
        BadWorkflow(
            "a duration without a unit",
            #"""
            agents:
              a: { kind: simulated, duration: 500 }

            """#,
            #"""
            w.yaml:2:35: agents.a.duration: '500' has no unit: write 500ms or 500s
            """#),
        BadWorkflow(
            "a duration in words",
            #"""
            agents:
              a: { kind: simulated, timeout: soon }

            """#,
            #"""
            w.yaml:2:34: agents.a.timeout: 'soon' is not a time: write it as 500ms, 1.5s, 2m or 1h
            """#),
        BadWorkflow(
            "a timeout of zero",
            #"""
            agents:
              a: { kind: simulated, timeout: 0 }

            """#,
            #"""
            w.yaml:2:34: agents.a.timeout: must be longer than zero, not '0'
            """#),
        BadWorkflow(
            "a boolean of another country",
            #"""
            failFast: no
            agents:
              a: { kind: simulated }

            """#,
            #"""
            w.yaml:1:11: failFast: must be true or false, not 'no'
            """#),
        BadWorkflow(
            "a number that is none",
            #"""
            maxParallel: many
            agents:
              a: { kind: simulated }

            """#,
            #"""
            w.yaml:1:14: maxParallel: must be a whole number from 1 to 10000, not 'many'
            """#),
        BadWorkflow(
            "a number out of range",
            #"""
            agents:
              a: { kind: llm, prompt: x, temperature: 3 }

            """#,
            #"""
            w.yaml:2:43: agents.a.temperature: must be a number from 0 to 2, not '3'
            """#),
        BadWorkflow(
            "a text where a list belongs",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: simulated, needs: a }

            """#,
            #"""
            w.yaml:3:32: agents.b.needs: must be a list, as [a], not 'a'
            """#),
        BadWorkflow(
            "a list where a text belongs",
            #"""
            name: [a]
            agents:
              a: { kind: simulated }

            """#,
            #"""
            w.yaml:1:7: name: must be a text, not a list
            """#),
        BadWorkflow(
            "a key without a value",
            #"""
            agents:
              a:
                kind: simulated
                output:

            """#,
            #"""
            w.yaml:4:5: agents.a.output: has no value: give it one, or remove the key
            """#),
        BadWorkflow(
            "an agent without a value",
            #"""
            agents:
              a:

            """#,
            #"""
            w.yaml:2:3: agents.a: has no value: give it at least 'kind'
            """#),
        BadWorkflow(
            "no agents",
            #"""
            agents: {}

            """#,
            #"""
            w.yaml:1:9: agents: has no agent: add at least one
            """#),
        BadWorkflow(
            "no key agents",
            #"""
            name: x

            """#,
            #"""
            w.yaml:1:1: the key 'agents' is missing: the agents by name
            """#),
    ]

    @Test(arguments: cases)
    func `a bad file is refused with exactly this text`(_ bad: BadWorkflow) {
        #expect(bad.actual == bad.expected)
    }
}
