public import TuttiJSON

extension RunReport {
    /// The report as one JSON object; times are milliseconds.
    public var json: JSONValue {
        [
            "run": .string(self.run.description),
            "workflow": .string(self.name),
            "status": .string(self.status.rawValue),
            "deadlineMs": .milliseconds(self.deadline),
            "wallMs": .milliseconds(self.wallTime),
            "criticalPathMs": .milliseconds(self.criticalPath),
            "sequentialMs": .milliseconds(self.sequentialTime),
            "speedup": .double((self.speedup * 100).rounded() / 100),
            "output": .text(self.output),
            "warnings": .array(self.warnings.map { .string($0) }),
            "agents": .array(self.agents.map(\.json)),
            "speculation": ["started": 0, "used": 0, "wasted": 0],
            "usage": self.usage.json,
            "events": .integer(self.eventCount),
        ]
    }
}

extension AgentReport {
    /// The report of one agent as a JSON object.
    var json: JSONValue {
        [
            "name": .string(self.name),
            "status": .string(self.state.rawValue),
            "startMs": .milliseconds(self.start),
            "endMs": .milliseconds(self.end),
            "attempts": .integer(self.attempts),
            "abandoned": .integer(self.abandoned),
            "error": .text(self.error),
            "skipped": .text(self.skipReason?.description),
            "fallback": .bool(self.isFallback),
            "missing": .object(JSONObject(self.missingInputs.map { ($0.name, .string($0.reason.rawValue)) })),
            "output": .text(self.output),
            "usage": self.usage.json,
        ]
    }
}

extension JSONValue {
    /// A string; nil is `null`.
    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
