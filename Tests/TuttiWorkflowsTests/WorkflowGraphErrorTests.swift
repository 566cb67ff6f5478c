import Testing
import TuttiWorkflows

/// Agents that do not fit together.
@Suite struct WorkflowGraphErrorTests {
    static let cases = [
        BadWorkflow(
            "an unknown dependency",
            #"""
            agents:
              memory: { kind: simulated }
              b:
                kind: simulated
                needs:
                  - memory
                  - memroy

            """#,
            #"""
            w.yaml:7:9: agents.b.needs[1]: there is no agent 'memroy'; did you mean 'memory'?
            """#),
        BadWorkflow(
            "an unknown dependency that resembles none",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: simulated, wants: [weather] }

            """#,
            #"""
            w.yaml:3:33: agents.b.wants[0]: there is no agent 'weather'; the agents are a, b
            """#),
        BadWorkflow(
            "a self-dependency",
            #"""
            agents:
              a: { kind: simulated, needs: [a] }

            """#,
            #"""
            w.yaml:2:33: agents.a.needs[0]: an agent cannot depend on itself
            """#),
        BadWorkflow(
            "a cycle",
            #"""
            agents:
              a: { kind: simulated, needs: [c] }
              b: { kind: simulated, needs: [a] }
              c: { kind: simulated, wants: [b] }

            """#,
            #"""
            w.yaml:3:33: agents.b.needs[0]: the dependencies go round: a → c → b → a; remove one of them
            """#),
        BadWorkflow(
            "a dependency listed twice",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: simulated, needs: [a], wants: [a] }

            """#,
            #"""
            w.yaml:3:45: agents.b.wants[0]: 'a' is listed twice: once is enough
            """#),
        BadWorkflow(
            "two agents with one name",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: simulated }
              a: { kind: memory }

            """#,
            #"""
            w.yaml:4:3: agents.a: is here a second time, after line 2: keep one of them
            """#),
        BadWorkflow(
            "a key written twice",
            #"""
            agents:
              a:
                kind: simulated
                duration: 1s
                output: x
                duration: 2s

            """#,
            #"""
            w.yaml:6:5: agents.a.duration: is here a second time, after line 4: keep one of them
            """#),
        BadWorkflow(
            "a final agent that another needs",
            #"""
            agents:
              a: { kind: simulated, final: true }
              b: { kind: simulated, needs: [a] }

            """#,
            #"""
            w.yaml:3:33: agents.b.needs[0]: 'a' is final, so it may end too late: make this agent final too, or that one not
            """#),
        BadWorkflow(
            "a quorum that is out of reach",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: simulated, quorum: { count: 2, of: [a] } }

            """#,
            #"""
            w.yaml:3:33: agents.b.quorum: 2 of 1 agents can never succeed: lower 'count' or add to 'of'
            """#),
        BadWorkflow(
            "a reserve longer than the deadline",
            #"""
            deadline: 1s
            reserve: 2s
            agents:
              a: { kind: simulated, final: true }

            """#,
            #"""
            w.yaml:2:10: reserve: must be shorter than the deadline
            """#),
        BadWorkflow(
            "a hedge with side effects",
            #"""
            agents:
              a: { kind: simulated, sideEffects: external, hedge: { after: p95 } }

            """#,
            #"""
            w.yaml:2:55: agents.a.hedge: a call with external side effects must not be made twice: remove 'hedge'
            """#),
        BadWorkflow(
            "an unknown side effect",
            #"""
            agents:
              a: { kind: simulated, sideEffects: nothing }

            """#,
            #"""
            w.yaml:2:38: agents.a.sideEffects: 'nothing' is not known here; use none, idempotent, external
            """#),
        BadWorkflow(
            "an unknown placeholder",
            #"""
            agents:
              a: { kind: llm, prompt: "{{question}}" }

            """#,
            #"""
            w.yaml:2:27: agents.a.prompt: unknown placeholder {{question}}: use {{input}} or {{agents.NAME.output}}, in a map {{item}}
            """#),
        BadWorkflow(
            "a placeholder without an end",
            #"""
            agents:
              a: { kind: llm, prompt: "{{input" }

            """#,
            #"""
            w.yaml:2:27: agents.a.prompt: a placeholder has no end: write {{input}}, or \{{ for the two brackets
            """#),
        BadWorkflow(
            "a placeholder of an agent that is no input",
            #"""
            agents:
              a: { kind: simulated }
              b: { kind: llm, prompt: "{{agents.a.output}}" }

            """#,
            #"""
            w.yaml:3:27: agents.b.prompt: 'a' is no input of this agent: add it to 'needs' or 'wants'
            """#),
        BadWorkflow(
            "a placeholder of an unknown agent",
            #"""
            agents:
              weather: { kind: simulated }
              b: { kind: llm, needs: [weather], prompt: "{{agents.wether.output}}" }

            """#,
            #"""
            w.yaml:3:45: agents.b.prompt: there is no agent 'wether'; did you mean 'weather'?
            """#),
        BadWorkflow(
            "a placeholder without quotes",
            #"""
            agents:
              a:
                kind: memory
                query: {{input}}

            """#,
            #"""
            w.yaml:4:13: a list or an object cannot be a key; a text that begins with { or [ must stand in quotes
            """#),
        BadWorkflow(
            "text behind a placeholder without quotes",
            #"""
            agents:
              a:
                kind: memory
                query: {{input}} today

            """#,
            #"""
            w.yaml:4:13: a list or an object cannot be a key; a text that begins with { or [ must stand in quotes
            """#),
        BadWorkflow(
            "a placeholder as a program",
            #"""
            agents:
              a: { kind: command, run: ["{{input}}"] }

            """#,
            #"""
            w.yaml:2:28: agents.a.run: the program itself cannot hold a placeholder, only its arguments can
            """#),
        BadWorkflow(
            "two ways of misbehaving",
            #"""
            agents:
              a: { kind: simulated, spins: true, neverReturns: true }

            """#,
            #"""
            w.yaml:2:52: agents.a.neverReturns: cannot be true together with 'spins': choose one
            """#),
        BadWorkflow(
            "p95 below p50",
            #"""
            agents:
              a: { kind: simulated, duration: { p50: 2s, p95: 1s } }

            """#,
            #"""
            w.yaml:2:35: agents.a.duration: p95 must not be less than p50
            """#),
        BadWorkflow(
            "several problems, in the order of their lines",
            #"""
            reserve: soon
            agents:
              a:
                kind: simulated
                needs: [x]
                timeout: 5
                outptu: hello
              b: { kind: comand }
            failfast: true

            """#,
            #"""
            w.yaml:1:10: reserve: 'soon' is not a time: write it as 500ms, 1.5s, 2m or 1h
            w.yaml:5:13: agents.a.needs[0]: there is no agent 'x'; the agents are a, b
            w.yaml:6:14: agents.a.timeout: '5' has no unit: write 5ms or 5s
            w.yaml:7:5: agents.a.outptu: unknown key; did you mean 'output'?
            w.yaml:8:14: agents.b.kind: unknown kind 'comand'; did you mean 'command'? the kinds are simulated, command, llm, mcp, memory, documents, workflow
            w.yaml:9:1: failfast: unknown key; did you mean 'failFast'?
            """#),
    ]

    @Test(arguments: cases)
    func `a bad file is refused with exactly this text`(_ bad: BadWorkflow) {
        #expect(bad.actual == bad.expected)
    }
}
