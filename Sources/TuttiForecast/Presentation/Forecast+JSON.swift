internal import TuttiCore
package import TuttiJSON

extension Forecast {
    /// The forecast as one JSON object: times are milliseconds, shares 0 to 1. `Documentation/Simulate.md` has the keys.
    package var json: JSONValue {
        [
            "workflow": .string(self.workflow),
            "runs": .integer(self.runs),
            // A text, because most readers of JSON do not keep integers above 2^53.
            "seed": .string("\(self.seed)"),
            "assumptions": .array(self.assumptions.map { .string($0) }),
            "baseline": self.baseline.json,
            "whatIfs": .array(self.whatIfs.map(\.json)),
        ]
    }
}

extension ScenarioForecast {
    var json: JSONValue {
        let outcome: JSONValue = [
            "complete": .double(self.complete),
            "completeByDeadline": self.completeByDeadline.map { .double($0) } ?? .null,
            "partial": .double(self.partial), "failed": .double(self.failed), "nothing": .double(self.nothing),
        ]
        let cost: JSONValue = [
            "meanUSD": .rounded(self.cost.mean, to: 1e6), "p95USD": .rounded(self.cost.percentile(95), to: 1e6),
            "meanInputTokens": .rounded(self.inputTokens.mean, to: 1e3),
            "p95InputTokens": .rounded(self.inputTokens.percentile(95), to: 1e3),
            "meanOutputTokens": .rounded(self.outputTokens.mean, to: 1e3),
            "p95OutputTokens": .rounded(self.outputTokens.percentile(95), to: 1e3),
        ]
        return [
            "name": .string(self.name),
            "deadlineMs": self.deadline.map { .time($0.milliseconds) } ?? .null,
            "wall": self.wall.json,
            "histogram": .array(Histogram(of: self.wall).bins.map(\.json)),
            "outcome": outcome,
            "cost": cost,
            "agents": .array(self.agents.map(\.json)),
            "difference": self.difference.map(\.json) ?? .null,
        ]
    }
}

extension Distribution {
    var json: JSONValue {
        [
            "meanMs": .time(self.mean), "standardErrorMs": .time(self.standardError),
            "standardDeviationMs": .time(self.standardDeviation), "minimumMs": .time(self.minimum),
            "p50Ms": .time(self.percentile(50)), "p90Ms": .time(self.percentile(90)),
            "p95Ms": .time(self.percentile(95)), "p99Ms": .time(self.percentile(99)),
            "maximumMs": .time(self.maximum),
        ]
    }
}

extension Histogram.Bin {
    var json: JSONValue {
        ["fromMs": .time(self.from), "toMs": self.to.map { .time($0) } ?? .null, "runs": .integer(self.count)]
    }
}

extension AgentForecast {
    var json: JSONValue {
        [
            "name": .string(self.name),
            "onCriticalPath": .double(self.criticalShare),
            "succeeded": .double(self.succeeded), "failed": .double(self.failed),
            "timedOut": .double(self.timedOut), "cancelled": .double(self.cancelled),
            "skipped": .double(self.skipped), "fallback": .double(self.fallback),
            "meanAttempts": self.attempts.map { .rounded($0.mean, to: 1e3) } ?? .null,
            "meanStartMs": self.start.map { .time($0.mean) } ?? .null,
            "meanMs": self.duration.map { .time($0.mean) } ?? .null,
            "p95Ms": self.duration.map { .time($0.percentile(95)) } ?? .null,
        ]
    }
}

extension Difference {
    var json: JSONValue {
        [
            "meanMs": .time(self.wall.mean), "standardErrorMs": .time(self.wall.standardError),
            "faster": .double(self.faster), "slower": .double(self.slower),
        ]
    }
}

extension JSONValue {
    /// Milliseconds, to the microsecond.
    fileprivate static func time(_ milliseconds: Double) -> JSONValue { .rounded(milliseconds, to: 1e3) }

    fileprivate static func rounded(_ number: Double, to parts: Double) -> JSONValue {
        .double((number * parts).rounded() / parts)
    }
}
