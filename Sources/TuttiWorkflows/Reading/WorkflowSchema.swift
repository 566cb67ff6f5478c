package import TuttiJSON

internal import TuttiCore

/// The JSON Schema of workflow files, made from the tables that also parse them.
package enum WorkflowSchema {
    /// The schema, as it is shipped in `Schemas/workflow.schema.json`.
    package static var json: JSONValue {
        .object(
            JSONObject(
                [
                    ("$schema", "https://json-schema.org/draft/2020-12/schema"),
                    ("title", "Tutti workflow"),
                    ("description", "A graph of agents for `tutti run`, in YAML or JSON."),
                ] + Self.members(Workflow.fields) + [("$defs", .object(JSONObject(Self.definitions)))]))
    }

    private static var definitions: [(String, JSONValue)] {
        let agents: JSONValue = [
            "type": "object", "minProperties": 1, "maxProperties": .integer(Workflow.maximumAgents),
            "propertyNames": ["minLength": 1, "maxLength": 128], "additionalProperties": FieldForm.reference("agent"),
        ]
        return [
            ("agents", agents), ("agent", Self.agent), ("duration", Self.duration),
            ("durations", ["type": "array", "minItems": 1, "items": FieldForm.reference("duration")]),
            Self.definition("logNormal", SimulatedDuration.LogNormal.fields),
            Self.definition("quorum", WorkflowAgent.Quorum.fields), Self.definition("retry", RetryPolicy.fields),
            Self.definition("hedge", WorkflowAgent.Hedge.fields),
            Self.definition("fallback", WorkflowAgent.Fallback.fields), Self.definition("usage", Usage.fields),
            Self.definition("server", WorkflowAgent.MCP.StartedServer.fields),
        ] + KindTable.all.map { ($0.name, .object(JSONObject(Self.properties($0.fields)))) }
    }

    private static let duration: JSONValue = [
        "description": "A time with its unit: 500ms, 1.5s, 2m, 1h; or 0.",
        "anyOf": [
            ["type": "string", "pattern": "^([0-9]+(\\.[0-9]*)?(ms|s|m|h)|0)$"], ["const": 0],
        ],
    ]

    /// The keys of every agent, and by the kind those of the kind.
    private static var agent: JSONValue {
        let kinds = KindTable.all.map { table -> JSONValue in
            [
                "if": ["properties": ["kind": ["const": .string(table.name)]]],
                "then": FieldForm.reference(table.name),
            ]
        }
        let members = [("type", "object")] + Self.properties(WorkflowAgent.fields)
        return .object(JSONObject(members + [("allOf", .array(kinds)), ("unevaluatedProperties", false)]))
    }

    private static func definition<Target>(_ name: String, _ fields: [Field<Target>]) -> (String, JSONValue) {
        (name, .object(JSONObject(Self.members(fields))))
    }

    private static func members<Target>(_ fields: [Field<Target>]) -> [(String, JSONValue)] {
        [("type", "object")] + Self.properties(fields) + [("additionalProperties", false)]
    }

    private static func properties<Target>(_ fields: [Field<Target>]) -> [(String, JSONValue)] {
        let properties = fields.map { field in
            var schema = field.form.schema.object ?? JSONObject()
            schema["description"] = .string(field.summary)
            return (field.key, JSONValue.object(schema))
        }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.key) }
        return [("properties", .object(JSONObject(properties)))]
            + (required.isEmpty ? [] : [("required", .array(required))])
    }
}
