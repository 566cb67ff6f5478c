internal import TuttiAgents
internal import TuttiCore
internal import TuttiModels
internal import TuttiTesting

/// One question of the experiment, with everything that chance has decided about it: the same for every way.
struct SimulatedQuestion: Sendable {
    /// One of the agents: how long it takes, and what it is.
    struct Specialist: Sendable {
        var name: String
        var latency: Latency
        /// The kinds of question that it is chosen for nine times out of ten; else one time out of ten.
        var kinds: Set<String>
        var sideEffects = SideEffects.none
    }

    /// What an agent does this time.
    struct Fate: Sendable {
        var duration: Duration
        var hangs: Bool
        var fails: Bool
    }

    static let kinds = ["work", "health", "family"]
    /// Of which kind a question is, by the word that it has.
    static let rules = """
        list work: work
        list health: health
        list family: family
        work: strategist if has work
        health: strategist if has health
        family: strategist if has family
        """

    static let specialists = [
        Specialist(
            name: "memory", latency: .logNormal(p50: .milliseconds(120), p95: .milliseconds(500)),
            kinds: ["work", "health", "family"]),
        Specialist(
            name: "tasks", latency: .logNormal(p50: .milliseconds(350), p95: .milliseconds(1_800)), kinds: ["work"]),
        Specialist(
            name: "notes", latency: .logNormal(p50: .milliseconds(200), p95: .milliseconds(900)),
            kinds: ["health", "family"]),
        Specialist(
            name: "expert", latency: .logNormal(p50: .milliseconds(700), p95: .milliseconds(2_500)),
            kinds: ["work", "health"]),
        Specialist(
            name: "calendar", latency: .logNormal(p50: .milliseconds(250), p95: .milliseconds(1_500)),
            kinds: ["work", "family"], sideEffects: .external),
    ]

    /// One call in so many never ends, and one in so many fails.
    private static let hanging = 100, failing = 50

    var kind: String
    var text: String
    var fates: [String: Fate] = [:]
    /// The agents that are chosen, in order.
    var chosen: [String] = []
    var strategyStart: Duration
    var strategyStep: Duration
    var strategyHangs: Bool
    var answerStart: Duration
    var answerStep: Duration
    var answerHangs: Bool

    init(_ number: Int, seed: UInt64) {
        var generator = SeededRandomNumberGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
        func draw(_ p50: Int, _ p95: Int) -> Duration {
            Latency.logNormal(p50: .milliseconds(p50), p95: .milliseconds(p95)).draw(using: &generator)
        }
        func happens(onceIn count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }
        self.kind = Self.kinds[Int.random(in: Self.kinds.indices, using: &generator)]
        self.text = "Question \(number) about my \(self.kind)"
        self.strategyStart = draw(450, 1_100)
        self.strategyStep = draw(4, 10)
        self.strategyHangs = happens(onceIn: Self.hanging)
        self.answerStart = draw(350, 900)
        self.answerStep = draw(15, 35)
        self.answerHangs = happens(onceIn: Self.hanging)
        for specialist in Self.specialists {
            let isUsual = specialist.kinds.contains(self.kind)
            if happens(onceIn: 10) != isUsual { self.chosen.append(specialist.name) }
            self.fates[specialist.name] = Fate(
                duration: specialist.latency.draw(using: &generator), hangs: happens(onceIn: Self.hanging),
                fails: happens(onceIn: Self.failing))
        }
        if self.chosen.isEmpty { self.chosen = ["memory"] }
    }

    // MARK: What is scripted

    /// The strategy as a model writes it, twelve characters at a time.
    func strategySteps() -> [ScriptedModel.Step] {
        let agents = self.chosen.map { #"{"name": "\#($0)", "prompt": "What \#($0) knows of it.", "after": []}"# }
        var text = #"{"agents": [\#(agents.joined(separator: ", "))], "synthesis": "Short.", "reasoning": "Kind."}"#[
            ...]
        var steps: [ScriptedModel.Step] = [.wait(self.strategyStart)]
        while !text.isEmpty {
            steps += [.text(String(text.prefix(12))), .wait(self.strategyStep)]
            text = text.dropFirst(12)
        }
        // It breaks off in the middle: nothing is ever heard of it again.
        if self.strategyHangs { return steps.prefix(steps.count / 2) + [.hang(ignoringCancellation: false)] }
        return steps + [.finish(.stop)]
    }

    /// The answer as a model writes it, thirty words.
    func answerSteps() -> [ScriptedModel.Step] {
        var steps: [ScriptedModel.Step] = [.wait(self.answerStart)]
        for word in 1...30 { steps += [.text("Word\(word)\(word % 10 == 0 ? ". " : " ")"), .wait(self.answerStep)] }
        if self.answerHangs { return steps.prefix(20) + [.hang(ignoringCancellation: false)] }
        return steps + [.finish(.stop)]
    }

    func agent(_ name: String) -> SimulatedSpecialist {
        SimulatedSpecialist(name: name, fate: self.fates[name] ?? Fate(duration: .zero, hangs: false, fails: false))
    }
}
