internal import TuttiAgents
internal import TuttiCore
package import TuttiJSON

/// Writes runs as the interface has them.
package enum RunEncoder {
    /// One run.
    ///
    /// - Parameter isFull: Whether the report is in it.
    package static func json(_ entry: RunEntry, isFull: Bool) -> JSONValue {
        var object = JSONObject([
            ("id", .string(entry.id.description)), ("object", "run"),
            ("created", .integer(Int(entry.created.secondsSince1970))), ("model", .string(entry.model)),
            ("status", .string(entry.outcome?.status.rawValue ?? "running")), ("input", .string(entry.question)),
        ])
        if isFull { object["report"] = entry.outcome?.json ?? .null }
        return .object(object)
    }

    /// A page of runs.
    package static func json(_ entries: [RunEntry], hasMore: Bool) -> JSONValue {
        [
            "object": "list", "data": .array(entries.map { Self.json($0, isFull: false) }),
            "last_id": entries.last.map { .string($0.id.description) } ?? .null, "has_more": .bool(hasMore),
        ]
    }

    /// The ensembles, as models.
    package static func models(_ names: [String]) -> JSONValue {
        [
            "object": "list",
            "data": .array(
                names.map { ["id": .string($0), "object": "model", "created": 0, "owned_by": "tutti"] }),
        ]
    }
}
