/// Small workflows that tests write into files.
enum SampleWorkflow {
    static let small = """
        name: small
        agents:
          a: { kind: simulated, duration: 10ms, output: "alpha" }
          b: { kind: simulated, duration: 30ms, output: "beta" }
          c: { kind: simulated, needs: [a, b], duration: 10ms, output: "{{agents.a.output}} {{agents.b.output}} {{input}}" }
        """

    static let failing = """
        agents:
          a: { kind: simulated, duration: 10ms, fails: "no luck" }
        """

    static let partial = """
        name: half
        agents:
          a: { kind: simulated, duration: 10ms, fails: "no luck" }
          b: { kind: simulated, duration: 10ms, output: "beta" }
        """

    static let late = """
        deadline: 200ms
        agents:
          a: { kind: simulated, duration: 10ms, neverReturns: true }
        """
}
