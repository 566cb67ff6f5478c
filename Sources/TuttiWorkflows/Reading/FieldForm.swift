internal import TuttiJSON

/// What may stand at a key: the words of an error, and the fragment of the JSON Schema.
enum FieldForm: Hashable, Sendable {
    case text
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case duration
    case choice([String])
    case agentNames
    case texts
    case textMap
    /// An object that is described in `$defs` of the schema.
    case object(String)
    /// Any JSON object.
    case arguments
    /// One of several, each of which stands for itself.
    indirect case either([FieldForm])

    /// The fragment of the schema.
    var schema: JSONValue {
        switch self {
        case .text: ["type": ["string", "number", "boolean"]]
        case .boolean: ["type": "boolean"]
        case .integer(let range):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            ["type": "number", "minimum": .double(range.lowerBound), "maximum": .double(range.upperBound)]
        case .duration: Self.reference("duration")
        case .choice(let choices): ["enum": .array(choices.map { .string($0) })]
        case .agentNames: ["type": "array", "items": ["type": "string"], "uniqueItems": true]
        case .texts: ["type": "array", "items": Self.text.schema]
        case .textMap: ["type": "object", "additionalProperties": Self.text.schema]
        case .object(let name): Self.reference(name)
        case .arguments: ["type": "object"]
        case .either(let forms): ["anyOf": .array(forms.map(\.schema))]
        }
    }

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }
}
