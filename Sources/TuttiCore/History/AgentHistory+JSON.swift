package import TuttiJSON

extension AgentHistory {
    /// The version of the form; readers refuse any other.
    private static let version = 1

    /// The history as one JSON object.
    package var json: JSONValue {
        [
            "v": .integer(Self.version),
            "succeeded": .integer(self.outcomes.succeeded),
            "failed": .integer(self.outcomes.failed),
            "timedOut": .integer(self.outcomes.timedOut),
            "meanSeconds": .double(self.mean),
            "meanWeight": .double(self.meanWeight),
            "durations": self.durations.json,
            "firstAttempts": self.firstAttempts.json,
        ]
    }

    /// Reads what ``json`` wrote; nil for anything else.
    package init?(json: JSONValue) {
        var outcomes = AgentOutcomes()
        guard json["v"]?.integer == Self.version, let succeeded = json["succeeded"]?.integer,
            let failed = json["failed"]?.integer, let timedOut = json["timedOut"]?.integer,
            let mean = json["meanSeconds"]?.double, let weight = json["meanWeight"]?.double,
            let durations = json["durations"].flatMap({ LatencyHistogram(json: $0) }),
            let firstAttempts = json["firstAttempts"].flatMap({ LatencyHistogram(json: $0) })
        else { return nil }
        outcomes.succeeded = succeeded
        outcomes.failed = failed
        outcomes.timedOut = timedOut
        self.init(
            outcomes: outcomes, durations: durations, firstAttempts: firstAttempts, mean: mean, meanWeight: weight)
    }
}
