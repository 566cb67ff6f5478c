internal import TuttiAgents
internal import TuttiCore
package import TuttiJSON

/// Writes runs as the interface has them.
package enum RunEncoder {
    /// One run.
    ///
    /// - Parameter isFull: Whether its plan and its report are in it.
    package static func json(_ entry: RunEntry, isFull: Bool) -> JSONValue {
        var object = JSONObject([
            ("id", .string(entry.id.description)), ("object", "run"),
            ("created", .integer(Int(entry.created.secondsSince1970))), ("model", .string(entry.model)),
            ("status", .string(entry.outcome?.status.rawValue ?? "running")), ("input", .string(entry.question)),
            ("created_ms", .integer(entry.created.milliseconds)),
        ])
        if let outcome = entry.outcome {
            object["wall_ms"] = .double(outcome.wallTime.roundedMilliseconds)
            object["usage"] = outcome.usage.json
        }
        guard isFull else { return .object(object) }
        object["plan"] = entry.plan.json
        object["report"] = entry.outcome?.json ?? .null
        return .object(object)
    }

    /// A page of runs.
    package static func json(_ entries: [RunEntry], hasMore: Bool) -> JSONValue {
        [
            "object": "list", "data": .array(entries.map { Self.json($0, isFull: false) }),
            "last_id": entries.last.map { .string($0.id.description) } ?? .null, "has_more": .bool(hasMore),
        ]
    }

    /// The ensembles, as models: one list for the clients of both interfaces, who each ignore what is the other's.
    package static func models(_ names: [String]) -> JSONValue {
        [
            "object": "list", "data": .array(names.map { Self.model($0) }),
            "first_id": names.first.map { .string($0) } ?? .null, "last_id": names.last.map { .string($0) } ?? .null,
            "has_more": false,
        ]
    }

    /// One ensemble, as a model.
    package static func model(_ name: String) -> JSONValue {
        [
            "id": .string(name), "object": "model", "created": 0, "owned_by": "tutti", "type": "model",
            "display_name": .string(name), "created_at": "1970-01-01T00:00:00Z", "lifecycle": "active",
        ]
    }
}
