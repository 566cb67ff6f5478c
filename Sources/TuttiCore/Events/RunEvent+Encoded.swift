public import TuttiJSON

extension RunEvent {
    /// The version of the wire form; a reader ignores kinds and members it does not know.
    public static let wireVersion = 1

    /// The event as one JSON object: `{"v":1,"run":…,"seq":…,"t":…,"event":…}` and what belongs to its kind.
    ///
    /// Times are milliseconds.
    public var json: JSONValue {
        var object = JSONObject([
            ("v", .integer(Self.wireVersion)), ("run", .string(self.run.description)), ("seq", .integer(self.sequence)),
            ("t", .double(self.time.roundedMilliseconds)), ("event", .string(self.kind.wireName)),
        ])
        for (key, value) in self.kind.members { object[key] = value }
        return .object(object)
    }
}

extension Duration {
    /// Milliseconds with three digits behind the point, as the wire forms have them.
    package var roundedMilliseconds: Double { (self.milliseconds * 1_000).rounded() / 1_000 }
}

extension RunEvent.Kind {
    /// The name of the kind on the wire.
    public var wireName: String {
        switch self {
        case .runStarted: "runStarted"
        case .agentChosen: "agentChosen"
        case .agentStarted: "agentStarted"
        case .attemptStarted: "attemptStarted"
        case .hedgeStarted: "hedgeStarted"
        case .attemptFailed: "attemptFailed"
        case .attemptAbandoned: "attemptAbandoned"
        case .agentPartial: "agentPartial"
        case .agentSucceeded: "agentSucceeded"
        case .agentFailed: "agentFailed"
        case .agentTimedOut: "agentTimedOut"
        case .agentCancelled: "agentCancelled"
        case .agentSkipped: "agentSkipped"
        case .lateResult: "lateResult"
        case .usageRecorded: "usageRecorded"
        case .limitWaited: "limitWaited"
        case .partEnded: "partEnded"
        case .cacheAnswered: "cacheAnswered"
        case .answerDelta: "answerDelta"
        case .warning: "warning"
        case .runFinished: "runFinished"
        case .gap: "gap"
        }
    }

    fileprivate var members: [(String, JSONValue)] {
        switch self {
        case .runStarted(let workflow, let agents, let deadline):
            [
                ("workflow", .string(workflow)), ("agents", .array(agents.map { .string($0) })),
                ("deadlineMs", .milliseconds(deadline)),
            ]
        case .agentChosen(let agent, let chooser, let isSpeculative):
            [("agent", .string(agent)), ("by", .string(chooser)), ("speculative", .bool(isSpeculative))]
        case .agentStarted(let agent, let budget, let missing):
            [
                ("agent", .string(agent)), ("budgetMs", .milliseconds(budget)),
                ("missing", .object(JSONObject(missing.map { ($0.name, .string($0.reason.rawValue)) }))),
            ]
        case .attemptStarted(let agent, let attempt), .hedgeStarted(let agent, let attempt),
            .attemptAbandoned(let agent, let attempt), .lateResult(let agent, let attempt):
            [("agent", .string(agent)), ("attempt", .integer(attempt))]
        case .attemptFailed(let agent, let attempt, let error, let retryIn):
            [
                ("agent", .string(agent)), ("attempt", .integer(attempt)), ("error", .string(error)),
                ("retryInMs", .milliseconds(retryIn)),
            ]
        case .agentPartial(let agent, let attempt, let text), .answerDelta(let agent, let attempt, let text):
            [("agent", .string(agent)), ("attempt", .integer(attempt)), ("text", .string(text))]
        case .agentSucceeded(let agent, let attempt, let output, let fallbackReason):
            [
                ("agent", .string(agent)), ("attempt", .integer(attempt)), ("output", .string(output)),
                ("fallback", .bool(fallbackReason != nil)), ("error", fallbackReason.map { .string($0) } ?? .null),
            ]
        case .agentFailed(let agent, let attempt, let error):
            [("agent", .string(agent)), ("attempt", .integer(attempt)), ("error", .string(error))]
        case .agentTimedOut(let agent, let attempt, let error, let limit):
            [
                ("agent", .string(agent)), ("attempt", .integer(attempt)), ("error", .string(error)),
                ("limit", .string(limit.rawValue)),
            ]
        case .agentCancelled(let agent, let reason):
            [("agent", .string(agent)), ("reason", reason.map { .string($0.description) } ?? .null)]
        case .agentSkipped(let agent, let reason):
            [("agent", .string(agent)), ("reason", .string(reason.description))]
        case .usageRecorded(let agent, let attempt, let usage):
            [("agent", .string(agent)), ("attempt", .integer(attempt)), ("usage", usage.json)]
        case .limitWaited(let agent, let waited): [("agent", .string(agent)), ("waitedMs", .milliseconds(waited))]
        case .partEnded(let agent, let attempt, let part):
            [
                ("agent", .string(agent)), ("attempt", .integer(attempt)), ("part", .string(part.name)),
                ("index", .integer(part.index)), ("count", .integer(part.count)),
                ("state", .string(part.state.rawValue)), ("error", part.error.map { .string($0) } ?? .null),
            ]
        case .cacheAnswered(let agent, let attempt, let age, let isStale):
            [
                ("agent", .string(agent)), ("attempt", .integer(attempt)), ("ageMs", .milliseconds(age)),
                ("stale", .bool(isStale)),
            ]
        case .warning(let message): [("message", .string(message))]
        case .runFinished(let status): [("status", .string(status.rawValue))]
        case .gap(let missed): [("missed", .integer(missed))]
        }
    }
}

extension JSONValue {
    /// A duration in milliseconds; nil is `null`.
    static func milliseconds(_ duration: Duration?) -> JSONValue {
        duration.map { .double($0.roundedMilliseconds) } ?? .null
    }
}

extension Usage {
    /// The usage as the report writes it.
    package var json: JSONValue {
        [
            "inputTokens": .integer(self.inputTokens), "outputTokens": .integer(self.outputTokens),
            "costUSD": .double(self.costUSD),
        ]
    }
}
