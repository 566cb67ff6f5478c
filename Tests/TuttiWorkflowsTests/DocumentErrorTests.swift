import Testing
import TuttiWorkflows

/// Texts that are no document, or one that is refused.
@Suite struct DocumentErrorTests {
    static let cases = [
        BadWorkflow(
            "an anchor",
            #"""
            agents:
              a: &x
                kind: simulated
              b: *x

            """#,
            #"""
            w.yaml:2:6: anchors (&) and aliases (*) are refused: write the value out
            """#),
        BadWorkflow(
            "an alias",
            #"""
            agents:
              a: { kind: simulated }
              b: *a

            """#,
            #"""
            w.yaml:3:6: aliases (*) are refused: write the value out, or put the text in quotes
            """#),
        BadWorkflow(
            "a tag",
            #"""
            agents:
              a: { kind: !!str simulated }

            """#,
            #"""
            w.yaml:2:14: tags (!) are refused: remove it, or put the text in quotes
            """#),
        BadWorkflow(
            "a merge key",
            #"""
            agents:
              a: { kind: simulated, <<: x }

            """#,
            #"""
            w.yaml:2:25: agents.a.<<: merge keys (<<) are refused: write the keys out
            """#),
        BadWorkflow(
            "a tab",
            #"""
            agents:
            	a: { kind: simulated }

            """#,
            #"""
            w.yaml:2:1: a tab cannot indent a line: use spaces
            """#),
        BadWorkflow(
            "two documents",
            #"""
            agents:
              a: { kind: simulated }
            ---
            name: x

            """#,
            #"""
            w.yaml:3:1: a second document begins here: a workflow file holds one
            """#),
        BadWorkflow(
            "a quote without an end",
            #"""
            name: "x
            agents: {}

            """#,
            #"""
            w.yaml:3:1: not valid YAML or JSON: found unexpected end of stream while scanning a quoted scalar that begins at line 1, column 7
            """#),
        BadWorkflow(
            "broken JSON",
            #"""
            {"agents": {"a": {"kind": "simulated"}

            """#,
            #"""
            w.yaml:2:1: not valid YAML or JSON: did not find expected ',' or '}' while parsing a flow mapping that begins at line 1, column 12
            """#),
        BadWorkflow(
            "a duration in JSON",
            #"""
            {"deadline": 3000,
             "agents": {"a": {"kind": "simulated"}}}

            """#,
            #"""
            w.yaml:1:14: deadline: '3000' has no unit: write 3000ms or 3000s
            """#),
        BadWorkflow(
            "a key written twice in JSON",
            #"""
            {"agents": {"a": {"kind": "simulated"},
              "a": {"kind": "memory"}}}

            """#,
            #"""
            w.yaml:2:3: agents.a: is here a second time, after line 1: keep one of them
            """#),
        BadWorkflow(
            "a file of comments",
            #"""
            # nothing


            """#,
            #"""
            w.yaml: the file is empty: a workflow has at least 'agents'
            """#),
        BadWorkflow(
            "a list",
            #"""
            - a
            - b

            """#,
            #"""
            w.yaml:1:1: must be an object with keys such as 'agents' and 'name', not a list
            """#),
        BadWorkflow(
            "a control character",
            #"""
            name: "a\u0007b"
            agents:
              a: { kind: simulated, needs: ["\e[31mred"] }

            """#,
            #"""
            w.yaml:3:33: agents.a.needs[0]: there is no agent '\u{1b}[31mred'; the agents are a
            """#),
        BadWorkflow(
            "an empty file",
            #"""

            """#,
            #"""
            w.yaml: the file is empty: a workflow has at least 'agents'
            """#),
        BadWorkflow(
            "a text",
            #"""
            hello

            """#,
            #"""
            w.yaml:1:1: must be an object with keys such as 'agents' and 'name', not 'hello'
            """#),
        BadWorkflow(
            "broken YAML",
            #"""
            agents:
              a: { kind: simulated
              b: c

            """#,
            #"""
            w.yaml:3:4: not valid YAML or JSON: did not find expected ',' or '}' while parsing a flow mapping that begins at line 2, column 6
            """#),
    ]

    @Test(arguments: cases)
    func `a bad file is refused with exactly this text`(_ bad: BadWorkflow) {
        #expect(bad.actual == bad.expected)
    }
}
