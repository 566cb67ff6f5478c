public import TuttiJSON

extension ChoiceHistory {
    /// The history as one JSON object: kinds of question, each with its agents.
    public var json: JSONValue {
        let kinds = self.kinds.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
        return ["kinds": .object(JSONObject(kinds))]
    }

    /// Reads what ``json`` wrote; nil for anything else.
    public init?(json: JSONValue) {
        guard let object = json["kinds"]?.object, object.keys.count <= Self.maximumKinds else { return nil }
        var kinds: [String: KindHistory] = [:]
        for key in object.keys {
            guard Self.isKept(key), let kind = object[key].flatMap({ KindHistory(json: $0) }) else { return nil }
            kinds[key] = kind
        }
        self.init(kinds)
    }
}

extension KindHistory {
    /// The version of the form; readers refuse any other.
    private static let version = 1

    /// What is known of the kind as one JSON object.
    package var json: JSONValue {
        let agents = self.agents.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
        return [
            "v": .integer(Self.version), "lastQuestion": .integer(self.lastQuestion),
            "agents": .object(JSONObject(agents)), "speculation": self.speculation.json,
        ]
    }

    /// Reads what ``json`` wrote; nil for anything else.
    package init?(json: JSONValue) {
        guard json["v"]?.integer == Self.version, let last = json["lastQuestion"]?.integer, last >= 0,
            let object = json["agents"]?.object, object.keys.count <= ChoiceHistory.maximumAgents,
            let speculation = json["speculation"].flatMap({ SpeculationRecord(json: $0) })
        else { return nil }
        var agents: [String: ChoiceCounts] = [:]
        for key in object.keys {
            guard ChoiceHistory.isKept(key), let counts = object[key].flatMap({ ChoiceCounts(json: $0) })
            else { return nil }
            agents[key] = counts
        }
        self.init(agents: agents, speculation: speculation, lastQuestion: last)
    }
}

extension ChoiceCounts {
    var json: JSONValue {
        [
            "offered": .double(self.offered), "chosen": .double(self.chosen), "gave": .double(self.gave),
            "samples": .integer(self.samples), "chosenSamples": .integer(self.chosenSamples),
            "lastQuestion": .integer(self.lastQuestion),
        ]
    }

    init?(json: JSONValue) {
        guard let offered = json["offered"]?.double, let chosen = json["chosen"]?.double,
            let gave = json["gave"]?.double, let samples = json["samples"]?.integer,
            let chosenSamples = json["chosenSamples"]?.integer, let last = json["lastQuestion"]?.integer
        else { return nil }
        self.init(
            offered: offered, chosen: chosen, gave: gave, samples: samples, chosenSamples: chosenSamples,
            lastQuestion: last)
    }
}

extension SpeculationRecord {
    var json: JSONValue {
        [
            "totalStarted": .integer(self.total.started), "totalUsed": .integer(self.total.used),
            "savedNanoseconds": .integer(Int(self.total.saved / .nanoseconds(1))),
            "wastedUSD": .double(self.total.wastedUSD),
            "started": .double(self.started), "used": .double(self.used), "trials": .double(self.trials),
            "pausedQuestions": .integer(self.pausedQuestions),
        ]
    }

    init?(json: JSONValue) {
        guard let totalStarted = json["totalStarted"]?.integer, let totalUsed = json["totalUsed"]?.integer,
            let saved = json["savedNanoseconds"]?.integer,
            let wasted = json["wastedUSD"]?.double, let started = json["started"]?.double,
            let used = json["used"]?.double, let trials = json["trials"]?.double,
            let paused = json["pausedQuestions"]?.integer
        else { return nil }
        let total = ChoiceOutcome.Speculation(
            started: totalStarted, used: totalUsed, saved: .nanoseconds(saved), wastedUSD: wasted)
        self.init(total: total, started: started, used: used, trials: trials, pausedQuestions: paused)
    }
}
