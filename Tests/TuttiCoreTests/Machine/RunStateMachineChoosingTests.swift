import Testing
import TuttiCore
import TuttiJSON
import TuttiTesting

@Suite struct RunStateMachineChoosingTests {
    @Test func `an agent that is chosen starts while the one that chooses goes on`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!", "z: s? a? b?")
        #expect(probe.began() == ["began", "+s", "attempt s1", "start s1"])
        #expect(probe.chose("b", by: "s1", at: 10) == ["s chooses b", "+b", "attempt b1", "start b1"])
        #expect(probe.succeeded("b1", at: 20) == ["succeeded b: result of b1"])
        #expect(
            probe.succeeded("s1", at: 30)
                == [
                    "succeeded s: result of s1", "skipped a: 's' did not choose it", "+z without a (skipped)",
                    "attempt z1", "start z1",
                ])
        #expect(probe.succeeded("z1", at: 40) == ["succeeded z: result of z1", "complete", "finish"])
    }

    @Test func `an agent that is chosen to come after another one waits for its end and sees what came of it`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        #expect(probe.chose("b", after: ["a", "nobody", "b"], by: "s1", at: 2) == ["s chooses b"])
        #expect(probe.succeeded("s1", at: 3) == ["succeeded s: result of s1"])
        #expect(
            probe.failed("a1", at: 4) == ["failed a1: refused", "+b without a (failed)", "attempt b1", "start b1"])
        #expect(probe.machine.missingInputs(of: 2).map(\.name) == ["a"])
    }

    @Test func `what has ended already holds nobody up, and is an input all the same`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        _ = probe.failed("a1", at: 2)
        #expect(
            probe.chose("b", after: ["a"], by: "s1", at: 3)
                == ["s chooses b", "+b without a (failed)", "attempt b1", "start b1"])
    }

    @Test func `two agents cannot be chosen to wait for each other`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!")
        _ = probe.began()
        // 'b' is not chosen yet, so it is not waited for.
        #expect(probe.chose("a", after: ["b"], by: "s1", at: 1).last == "start a1")
        #expect(probe.chose("b", after: ["a"], by: "s1", at: 2) == ["s chooses b"])
        #expect(probe.succeeded("a1", at: 3).last == "start b1")
    }

    @Test func `an agent is not chosen to come after one that waits for it`() throws {
        var probe = try MachineProbe("s", "a: s! b", "b: s!")
        _ = probe.began()
        #expect(probe.chose("a", by: "s1", at: 1) == ["s chooses a"])
        #expect(probe.chose("b", after: ["a"], by: "s1", at: 2).last == "start b1")
        #expect(probe.succeeded("b1", at: 3).last == "start a1")
        // Nor when it waits for one that the other chooses in turn.
        var chain = try MachineProbe("s", "h: s!", "c: h!", "x: s! c")
        _ = chain.began()
        #expect(chain.chose("x", by: "s1", at: 1) == ["s chooses x"])
        #expect(chain.chose("h", after: ["x"], by: "s1", at: 2).last == "start h1")
    }

    @Test func `an agent is not chosen to come after one that was chosen to come after it`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!", "c: s! d", "d")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        _ = probe.chose("b", after: ["a"], by: "s1", at: 2)
        // 'c' waits for 'd' alone, as 'b' waits for 'a' alone: nothing of that is a circle.
        #expect(probe.chose("c", after: ["b"], by: "s1", at: 3) == ["s chooses c"])
        _ = probe.succeeded("d1", at: 4)
        #expect(probe.succeeded("a1", at: 5).last == "start b1")
        #expect(probe.succeeded("b1", at: 6).last == "start c1")
    }

    @Test func `the loser of a race goes on while one that was chosen to come after it waits`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!", "d", "z: race a d")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        _ = probe.chose("b", after: ["a"], by: "s1", at: 1)
        #expect(!probe.succeeded("d1", at: 2).contains { $0.hasPrefix("cancelled a") })
        #expect(probe.succeeded("a1", at: 3).last == "start b1")
    }

    @Test func `an agent for which there was no time is missed only when it is wanted`() throws {
        for isDismissed in [true, false] {
            var probe = try MachineProbe(
                "s", "a: s!", "z: s? a?", deadline: 100, options: ["a": { $0.minimumBudget = .milliseconds(200) }])
            _ = probe.began()
            #expect(probe.chose("a", by: "s1", at: 1).last == "skipped a: not enough time left")
            if isDismissed { for _ in 0..<2 { #expect(probe.dismissed("a", by: "s1", at: 2).isEmpty) } }
            _ = probe.succeeded("s1", at: 3)
            #expect(probe.succeeded("z1", at: 4).contains(isDismissed ? "complete" : "partial"))
        }
    }

    @Test func `where the first failure ends the run, that of an agent which is only expected does not`() throws {
        for isChosen in [true, false] {
            var probe = try MachineProbe("s", "a: s!", "z: s? a?") { $0.failsFast = true }
            _ = probe.began()
            _ = probe.chose("a", isSpeculative: true, by: "s1", at: 1)
            #expect(probe.failed("a1", at: 2) == ["failed a1: refused"])
            if isChosen {
                #expect(probe.chose("a", by: "s1", at: 3).contains("cancelled s"))
            } else {
                #expect(probe.dismissed("a", by: "s1", at: 3).isEmpty)
                _ = probe.succeeded("s1", at: 4)
                #expect(probe.succeeded("z1", at: 5).contains("complete"))
            }
        }
    }

    @Test func `a second choice of the same agent changes nothing`() throws {
        var probe = try MachineProbe("s", "a: s!")
        _ = probe.began()
        #expect(probe.chose("a", isSpeculative: true, by: "s1", at: 1).first == "s expects a")
        #expect(probe.chose("a", by: "s1", at: 2) == ["s chooses a"])
        #expect(probe.chose("nobody", by: "s1", at: 3).isEmpty)
    }

    @Test func `an agent that is dismissed is stopped, and the run is complete without it`() throws {
        var probe = try MachineProbe("s", "a: s!", "z: s? a?")
        _ = probe.began()
        _ = probe.chose("a", isSpeculative: true, by: "s1", at: 1)
        #expect(probe.dismissed("a", by: "s1", at: 2) == ["stop a1", "cancelled a: 's' did not choose it"])
        _ = probe.failed("a1", at: 2)
        #expect(probe.dismissed("a", by: "s1", at: 3).isEmpty)
        #expect(probe.succeeded("s1", at: 3).contains("start z1"))
        #expect(probe.succeeded("z1", at: 4).contains("complete"))
    }

    @Test(arguments: [true, false])
    func `an agent that failed makes the run partial unless it is dismissed`(_ isDismissed: Bool) throws {
        var probe = try MachineProbe("s", "a: s!", "z: s? a?")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        _ = probe.failed("a1", at: 2)
        for _ in 0..<(isDismissed ? 2 : 0) { #expect(probe.dismissed("a", by: "s1", at: 3).isEmpty) }
        _ = probe.succeeded("s1", at: 4)
        #expect(probe.succeeded("z1", at: 5).contains(isDismissed ? "complete" : "partial"))
    }

    @Test func `an agent can be dismissed before it has begun, and while it waits for another one`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!", "c: s!", "z: s? a? b? c?")
        _ = probe.began()
        #expect(probe.dismissed("a", by: "s1", at: 1) == ["skipped a: 's' did not choose it"])
        #expect(probe.chose("a", by: "s1", at: 2) == ["s chooses a"])
        _ = probe.chose("b", by: "s1", at: 2)
        _ = probe.chose("c", after: ["b"], by: "s1", at: 2)
        #expect(probe.dismissed("c", by: "s1", at: 3) == ["skipped c: 's' did not choose it"])
        #expect(probe.succeeded("b1", at: 4) == ["succeeded b: result of b1"])
        #expect(probe.succeeded("s1", at: 5).last == "start z1")
    }

    @Test func `when the one that chooses gives no result, what it has chosen goes on`() throws {
        var probe = try MachineProbe("s", "a: s!", "b: s!", "z: s? a? b?")
        _ = probe.began()
        _ = probe.chose("a", by: "s1", at: 1)
        #expect(probe.failed("s1", at: 2) == ["failed s1: refused", "skipped b: 's' did not choose it"])
        #expect(probe.succeeded("a1", at: 3).contains("+z without s (failed) b (skipped)") == false)
        #expect(probe.chose("b", by: "s1", at: 4).isEmpty)
        #expect(probe.succeeded("z1", at: 5).contains("partial"))
    }

    @Test func `at the cut-off nobody waits to be chosen any more`() throws {
        var probe = try MachineProbe(
            "s", "a: s!", "z: s? a?", deadline: 100,
            options: [
                "z": {
                    $0.isFinal = true; $0.expectedDuration = .milliseconds(40)
                }
            ])
        _ = probe.began()
        let words = probe.wake(at: 60)
        #expect(words.contains("skipped a: not enough time left"))
        #expect(words.last == "start z1 by 100 ms")
    }

    @Test func `a cancelled run cancels those that wait to be chosen`() throws {
        var probe = try MachineProbe("s", "a: s!")
        _ = probe.began()
        #expect(probe.cancelled(at: 1).contains("cancelled a"))
    }

    @Test func `an agent is chosen by one other at most, and a final one by nobody`() throws {
        #expect(throws: GraphError.self) { try MachineProbe("s", "t", "a: s! t!") }
        #expect(throws: GraphError.self) { try MachineProbe("s", "a: s!", options: ["a": { $0.isFinal = true }]) }
    }

    /// A machine in which every kind of dependency and of attempt meets agents that are chosen.
    private static func crowd(maximumParallel: Int?, failsFast: Bool, skipsUnneeded: Bool) throws -> MachineProbe {
        try MachineProbe(
            "s", "t", "a: s!", "b: s! a?", "c: s! t", "d: s!", "h: s!", "i: h! d?", "e: 2of a b d", "f: race c d",
            "z: s? a? b? c? d? e? f? i?",
            limits: { limits in
                limits.maximumParallel = maximumParallel
                limits.failsFast = failsFast
                limits.skipsUnneeded = skipsUnneeded
            },
            options: [
                "s": { $0.retry = RetryPolicy(maximumAttempts: 2, backoff: .zero) },
                "a": { $0.retry = RetryPolicy(maximumAttempts: 3, backoff: .milliseconds(2)) },
                "b": {
                    $0.sideEffects = .none
                    $0.hedging = HedgingPolicy(after: .fixed(.milliseconds(3)))
                },
                "c": { $0.fallbackAgent = ConstantAgent() },
                "d": { $0.condition = { _ in true } },
                "h": { $0.fallback = AgentOutput("instead") },
            ], door: .named)
    }

    @Test func `whatever is chosen and dismissed when, no state is one that may not be, and every run ends`() throws {
        let names = ["a", "b", "c", "d", "h", "i"]
        var (ended, dismissed) = (0, 0)
        for seed in UInt64(0)..<2_000 {
            var generator = SeededRandomNumberGenerator(seed: seed)
            func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
            var probe = try Self.crowd(
                maximumParallel: number(0..<2) == 0 ? nil : number(1..<4), failsFast: number(0..<4) == 0,
                skipsUnneeded: number(0..<2) == 0)
            var (now, isOver) = (0, false)
            var attempts: [String] = []
            var conditions: [String] = []
            func take(_ words: [String]) {
                for word in words {
                    if word.hasPrefix("start ") { attempts.append(String(word.dropFirst(6).prefix { $0 != " " })) }
                    if word.hasPrefix("decide ") { conditions.append(String(word.dropFirst(7))) }
                    if word.hasPrefix("cancelled") && word.contains("did not choose") { dismissed += 1 }
                    if word == "finish" { isOver = true }
                }
            }
            func end(_ attempt: String, fails: Bool) {
                attempts.removeAll { $0 == attempt }
                take(
                    fails
                        ? probe.failed(attempt, at: now, isRetryable: number(0..<3) > 0)
                        : probe.succeeded(attempt, at: now))
            }
            func decide(_ name: String) {
                conditions.removeAll { $0 == name }
                take(probe.decided(name, number(0..<4) > 0, at: now))
            }
            take(probe.began())
            for _ in 0..<number(5..<60) where !isOver {
                now += number(0..<3)
                let name = names[number(0..<names.count)]
                let holder = (name == "i" ? "h" : "s") + "\(number(1..<3))"
                switch number(0..<10) {
                case 0..<4:
                    let others = names.filter { _ in number(0..<3) == 0 }
                    take(probe.chose(name, after: others, isSpeculative: number(0..<3) == 0, by: holder, at: now))
                case 4: take(probe.dismissed(name, by: holder, at: now))
                case 5..<8:
                    if let attempt = attempts.randomElement(using: &generator), !attempt.hasPrefix("s") {
                        end(attempt, fails: number(0..<3) == 0)
                    }
                case 8: if let name = conditions.first { decide(name) }
                default: take(probe.time(now))
                }
            }
            for _ in 0..<1_000 where !isOver {
                if let attempt = attempts.first {
                    end(attempt, fails: number(0..<5) == 0)
                } else if let name = conditions.first {
                    decide(name)
                } else if let next = probe.nextWakeUp {
                    // The probe tells whole milliseconds, and what is due may be due within one.
                    now = max(now, next) + 1
                    take(probe.time(now))
                }
            }
            #expect(isOver, "seed \(seed)")
            ended += isOver ? 1 : 0
        }
        #expect(ended == 2_000)
        #expect(dismissed > 200)
    }

    @Test func `a drawing says who chooses`() throws {
        var graph = AgentGraph("choice")
        graph.add("s", ConstantAgent())
        graph.add("a", ConstantAgent())
        try graph.addDependency(of: "a", on: "s", .choice)
        let plan = try graph.plan()
        #expect(plan.description.contains("a  ← chosen by s"))
        #expect(plan.mermaid.contains("-.->|chooses|"))
        #expect(plan.json["agents"]?.array?.last?["chosenBy"]?.array?.first?.string == "s")
    }
}

private struct ConstantAgent: Agent {
    func run(_ context: AgentContext) async throws -> AgentOutput { "constant" }
}
