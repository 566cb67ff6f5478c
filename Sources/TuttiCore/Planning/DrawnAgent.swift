internal import TuttiJSON

/// One agent of a plan as a drawing sees it.
struct DrawnAgent {
    var name: String
    var isFinal: Bool
    var expectedDuration: Duration
    var inputs: [(name: String, node: Int, kind: DependencyEdge.Kind)]
    private let quorum: Int
    private let isRace: Bool
    private let options: AgentOptions

    init(_ index: Int, of table: PlanTable) {
        let agent = table.agents[index]
        let declaration = table.declarations[index]
        self.name = declaration.name
        self.isFinal = agent.isFinal
        self.expectedDuration = agent.expectedDuration.duration
        self.quorum = Int(agent.quorum)
        self.isRace = agent.isRace
        self.options = declaration.options
        self.inputs = table.inputs(of: index).map { input in
            (table.declarations[Int(input.node)].name, Int(input.node), input.kind)
        }
    }

    private var annotations: AgentAnnotations? { self.options.annotations }
    private var map: MapPolicy? { self.annotations?.map?.policy }
    /// How a single call is run: that of a map asks for one item.
    private var calls: AgentOptions { self.annotations?.map?.options ?? self.options }
    private var hedging: HedgingPolicy? { self.calls.sideEffects == .none ? self.calls.hedging : nil }

    /// What runs inside of it.
    var plan: ExecutionPlan? { self.annotations?.plan }

    /// Its condition in words; nil when it is always asked.
    var condition: String? {
        self.annotations?.condition ?? (self.options.condition == nil ? nil : "its condition is met")
    }

    func names(_ kind: DependencyEdge.Kind) -> [String] { self.inputs.filter { $0.kind == kind }.map(\.name) }

    private var isQuorum: Bool { self.quorum > 0 && !self.isRace }

    /// How many of a quorum must succeed, in words.
    var quorumWords: String { self.isRace ? "first of" : "\(self.quorum) of" }

    /// What stands at the end of an edge; nil when its style says all.
    func label(of kind: DependencyEdge.Kind) -> String? {
        if kind == .choice { return "chooses" }
        guard kind == .quorum else { return nil }
        return self.isRace ? "first" : "\(self.quorum) of \(self.names(.quorum).count)"
    }

    /// Who stands in, in words, the first one first.
    private var fallbacks: [String] {
        if let fallbacks = self.annotations?.fallbacks, !fallbacks.isEmpty { return fallbacks }
        return (self.calls.fallbackAgent == nil ? [] : ["another agent"])
            + (self.calls.fallback == nil ? [] : ["output"])
    }

    /// What a person should know of how it is run, each in a few words.
    var notes: [String] {
        var notes: [String] = []
        if let map {
            notes.append("for each item of \(map.source), at most \(map.maximumItems), \(map.maximumParallel) at once")
        }
        if let plan { notes.append("workflow \(plan.name)") }
        if let hedging { notes.append("hedged after \(hedging.delay.words)") }
        if self.options.learnedTimeout != nil, self.options.timeout == nil { notes.append("timeout learned") }
        if let cache = self.annotations?.cache { notes.append(cache) }
        if !self.fallbacks.isEmpty { notes.append("falls back to \(self.fallbacks.joined(separator: ", then "))") }
        return notes
    }

    var json: JSONValue {
        let quorum = JSONValue.array(self.names(.quorum).map { .string($0) })
        var object = JSONObject([
            ("name", .string(self.name)),
            ("needs", .array(self.names(.needs).map { .string($0) })),
            ("wants", .array(self.names(.wants).map { .string($0) })),
            ("quorum", self.isQuorum ? ["count": .integer(self.quorum), "of": quorum] : JSONValue.null),
            ("final", .bool(self.isFinal)),
            ("expectedMs", .double(self.expectedDuration.milliseconds)),
        ])
        for (key, value) in self.details(firstOf: quorum) { object[key] = value }
        return .object(object)
    }

    /// The members that most agents do not have.
    private func details(firstOf race: JSONValue) -> [(String, JSONValue)] {
        let choosers = self.names(.choice)
        let members: [(String, JSONValue?)] = [
            ("chosenBy", choosers.isEmpty ? JSONValue?.none : .array(choosers.map { .string($0) })),
            ("firstOf", self.isRace ? race : JSONValue?.none),
            ("when", self.condition.map { .string($0) }),
            ("map", self.map?.json),
            ("hedge", self.hedging?.json),
            (
                "timeout",
                self.options.timeout == nil ? self.options.learnedTimeout.map { _ in "auto" } : JSONValue?.none
            ),
            ("fallbacks", self.fallbacks.isEmpty ? JSONValue?.none : .array(self.fallbacks.map { .string($0) })),
            ("cache", self.annotations?.cache.map { .string($0) }),
            ("plan", self.plan?.json),
        ]
        return members.compactMap { key, value in value.map { (key, $0) } }
    }
}

extension HedgingPolicy.Delay {
    fileprivate var words: String {
        switch self {
        case .percentile95: "p95"
        case .fixed(let delay): delay.shortText
        }
    }
}

extension HedgingPolicy {
    fileprivate var json: JSONValue {
        ["after": .string(self.delay.words), "maximumAttempts": .integer(self.maximumAttempts)]
    }
}

extension MapPolicy {
    fileprivate var json: JSONValue {
        [
            "over": .string(self.source), "maxItems": .integer(self.maximumItems),
            "maxParallel": .integer(self.maximumParallel),
            "minimum": self.minimum.map { .integer($0) } ?? "all", "join": .string(self.joining.rawValue),
        ]
    }
}
