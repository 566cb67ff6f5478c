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
            Self.definition("hedge", HedgingPolicy.fields), Self.definition("learnedTimeout", LearnedTimeout.fields),
            Self.definition("map", MapPolicy.fields), ("when", Self.condition), ("test", Self.test),
            ("fallback", Self.fallback), Self.definition("cache", WorkflowAgent.Cache.fields),
            Self.definition("usage", Usage.fields),
            Self.definition("server", WorkflowAgent.MCP.StartedServer.fields),
        ] + KindTable.all.map { ($0.name, .object(JSONObject(Self.properties($0.fields)))) }
    }

    private static let duration: JSONValue = [
        "description": "A time with its unit: 500ms, 1.5s, 2m, 1h; or 0.",
        "anyOf": [
            ["type": "string", "pattern": "^([0-9]+(\\.[0-9]*)?(ms|s|m|h)|0)$"], ["const": 0],
        ],
    ]

    /// Inputs by name; a list at `any` is several conditions, of which one is enough.
    private static let condition: JSONValue = [
        "type": "object", "minProperties": 1,
        "properties": [
            "any": [
                "description": "Conditions of which at least one must hold.",
                "anyOf": [
                    ["type": "array", "minItems": 1, "items": FieldForm.reference("when")],
                    FieldForm.reference("test"),
                ],
            ]
        ],
        "additionalProperties": FieldForm.reference("test"),
    ]

    private static var test: JSONValue {
        let tests = [("minProperties", 1)] + Self.members(WorkflowReader.InputTests.fields)
        return ["anyOf": [["enum": ["present", "missing"]], .object(JSONObject(tests))]]
    }

    /// A text, another model, or with a kind another agent.
    private static var fallback: JSONValue {
        let simple = [("minProperties", 1)] + Self.members(WorkflowAgent.Fallback.fields)
        let others = KindTable.all.map { table -> JSONValue in
            let last = table.fields.contains { $0.key == "output" } ? [] : [WorkflowAgent.lastOutput]
            let kind = WorkflowAgent.fields.filter { $0.key == "kind" }
            var members = JSONObject(Self.members(kind + table.fields + last))
            if var properties = members["properties"]?.object {
                properties["kind"] = ["const": .string(table.name)]
                members["properties"] = .object(properties)
            }
            return .object(members)
        }
        return ["anyOf": .array([.object(JSONObject(simple))] + others)]
    }

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
