import Testing
import TuttiWorkflows

/// Races, conditions, maps, fallbacks and other policies that are wrong: one text each, with line and column.
@Suite struct WorkflowInputErrorTests {
    /// The error of an agent `b` beside `a`, `list` and `final`; the line of `b` is 5.
    private static func error(_ name: String, _ keys: String, _ expected: String) -> BadWorkflow {
        BadWorkflow(
            name,
            """
            agents:
              a: { kind: simulated }
              list: { kind: simulated }
              last: { kind: simulated, final: true }
              b: { \(keys) }

            """, expected)
    }

    static let cases = [
        error(
            "a race of one", "kind: simulated, firstOf: [a]",
            "w.yaml:5:34: agents.b.firstOf: a race takes two agents or more; 'needs' is for one"),
        error(
            "a race and a quorum", "kind: simulated, firstOf: [a, list], quorum: { count: 1, of: [a, list] }",
            """
            w.yaml:5:34: agents.b.firstOf: an agent has a quorum or a race, not both: remove one
            w.yaml:5:70: agents.b.quorum.of[0]: 'a' is listed twice: once is enough
            w.yaml:5:73: agents.b.quorum.of[1]: 'list' is listed twice: once is enough
            """),
        error(
            "a race with an unknown agent", "kind: simulated, firstOf: [a, lisst]",
            "w.yaml:5:38: agents.b.firstOf[1]: there is no agent 'lisst'; did you mean 'list'?"),
        error(
            "a condition on an agent that is no input", "kind: simulated, needs: [list], when: { a: present }",
            "w.yaml:5:48: agents.b.when.a: 'a' is no input of this agent: add it to 'needs' or 'wants'"),
        error(
            "a condition on an unknown agent", "kind: simulated, needs: [list], when: { lisst: present }",
            "w.yaml:5:48: agents.b.when.lisst: there is no agent 'lisst'; did you mean 'list'?"),
        error(
            "a condition on itself", "kind: simulated, needs: [list], when: { b: present }",
            "w.yaml:5:48: agents.b.when.b: an agent has no access to its own output"),
        error(
            "a condition deep inside",
            "kind: simulated, needs: [list], when: { any: [{ a: present }, { list: missing }] }",
            "w.yaml:5:56: agents.b.when.any[0].a: 'a' is no input of this agent: add it to 'needs' or 'wants'"),
        error(
            "a need that is to be missing", "kind: simulated, needs: [list], when: { list: missing }",
            "w.yaml:5:46: agents.b.when: 'list' is needed, so it is never missing: put it under 'wants'"),
        error(
            "a condition that is no test", "kind: simulated, needs: [list], when: { list: yes }",
            "w.yaml:5:54: agents.b.when.list: must be present, missing, or { contains: … }, not 'yes'"),
        error(
            "an unknown test", "kind: simulated, needs: [list], when: { list: { contain: x } }",
            "w.yaml:5:56: agents.b.when.list.contain: unknown key; did you mean 'contains'?"),
        error(
            "a pattern", "kind: simulated, needs: [list], when: { list: { matches: x } }",
            "w.yaml:5:56: agents.b.when.list.matches: unknown key; the keys here are contains, equals, oneOf, not"),
        error(
            "a condition without inputs", "kind: simulated, needs: [list], when: {}",
            "w.yaml:5:46: agents.b.when: is empty: name an input, as { memory: present }"),
        error(
            "a test without a word", "kind: simulated, needs: [list], when: { list: { contains: ' ' } }",
            "w.yaml:5:66: agents.b.when.list.contains: must not be empty"),
        error(
            "no alternatives", "kind: simulated, needs: [list], when: { any: [] }",
            "w.yaml:5:53: agents.b.when.any: must have at least 1 entry"),
        error(
            "a map over an unknown agent", "kind: simulated, map: lisst",
            "w.yaml:5:30: agents.b.map: there is no agent 'lisst'; did you mean 'list'?"),
        error(
            "a map over itself", "kind: simulated, map: { over: b }",
            "w.yaml:5:38: agents.b.map.over: an agent cannot depend on itself"),
        error(
            "a map over a final agent", "kind: simulated, map: { over: last }",
            "w.yaml:5:38: agents.b.map.over: 'last' is final, so it may end too late: make this agent final too, or that one "
                + "not"),
        error(
            "a map without a list", "kind: simulated, map: { maxItems: 3 }",
            "w.yaml:5:30: agents.b.map: the key 'over' is missing: the input whose output is the list: a JSON array, or one "
                + "item a line"),
        error(
            "a map without a bound", "kind: simulated, map: { over: list, maxItems: 5000 }",
            "w.yaml:5:54: agents.b.map.maxItems: must be a whole number from 1 to 1000, not '5000'"),
        error(
            "more successes than items", "kind: simulated, map: { over: list, maxItems: 3, minimum: 4 }",
            "w.yaml:5:30: agents.b.map: minimum must not be more than maxItems"),
        error(
            "an item without a map", "kind: llm, prompt: 'Sum up {{item}}'",
            "w.yaml:5:27: agents.b.prompt: {{item}} and {{index}} are there only in an agent with 'map'"),
        error(
            "an empty fallback", "kind: simulated, fallback: {}",
            "w.yaml:5:35: agents.b.fallback: is empty: give it an 'output', a 'model' or a 'kind'"),
        error(
            "another model for an agent without one", "kind: memory, fallback: { model: small }",
            "w.yaml:5:41: agents.b.fallback.model: only llm agents ask a model: use 'kind' with the keys of another agent"
        ),
        error(
            "a fallback of an unknown kind", "kind: simulated, fallback: { kind: memry }",
            "w.yaml:5:43: agents.b.fallback.kind: unknown kind 'memry'; did you mean 'memory'? the kinds are simulated, command, "
                + "llm, mcp, memory, documents, workflow"),
        error(
            "a fallback with inputs", "kind: simulated, fallback: { kind: memory, needs: [a] }",
            "w.yaml:5:51: agents.b.fallback.needs: unknown key; the keys here are kind, query, limit, output"),
        error(
            "a fallback that reads no input",
            "kind: simulated, fallback: { kind: memory, query: '{{agents.a.output}}' }",
            "w.yaml:5:58: agents.b.fallback.query: 'a' is no input of this agent: add it to 'needs' or 'wants'"),
        error(
            "a hedge of what may have side effects", "kind: command, run: [ls], hedge: { after: p95 }",
            "w.yaml:5:41: agents.b.hedge: a call of kind command may have side effects, so it must not be made twice: add "
                + "'sideEffects: none' if it has none, or remove 'hedge'"),
        error(
            "a cache of what has side effects", "kind: simulated, sideEffects: idempotent, cache: { ttl: 1m }",
            "w.yaml:5:57: agents.b.cache: a call with idempotent side effects must not be answered from a cache: remove 'cache'"
        ),
        error(
            "a cache without an end", "kind: simulated, cache: { maximumEntries: 5 }",
            "w.yaml:5:32: agents.b.cache: the key 'ttl' is missing: how long a result is as good as a new one"),
        error(
            "an unknown timeout", "kind: simulated, timeout: automatic",
            "w.yaml:5:34: agents.b.timeout: 'automatic' is not a time: write it as 500ms, 1.5s, 2m or 1h"),
        error(
            "a learned timeout upside down", "kind: simulated, timeout: { minimum: 2s, maximum: 1s }",
            "w.yaml:5:34: agents.b.timeout: minimum must not be more than maximum"),
        error(
            "a budget beyond the timeout", "kind: simulated, timeout: 1s, minimumBudget: 2s",
            "w.yaml:5:53: agents.b.minimumBudget: must not be longer than the timeout: the agent would never start"),
        error(
            "a nested workflow in a text", "kind: workflow, path: inner.yaml",
            "w.yaml:5:30: agents.b.path: cannot be read: this workflow was given as a text, which has no folder"),
    ]

    @Test(arguments: cases)
    func `a bad file is refused with exactly this text`(_ bad: BadWorkflow) {
        #expect(bad.actual == bad.expected)
    }
}
