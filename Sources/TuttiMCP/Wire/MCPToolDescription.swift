public import TuttiJSON

/// What a server says about one of its tools: untrusted text.
public struct MCPToolDescription: Hashable, Sendable {
    /// The name, 1 to 128 of the characters `A-Z a-z 0-9 _ . -`.
    public var name: String
    /// What the tool does, for the model that chooses it.
    public var description: String
    /// The JSON Schema of the arguments.
    public var inputSchema: JSONObject

    /// Creates a description.
    public init(name: String, description: String, inputSchema: JSONObject) {
        self.name = name
        self.description = description
        self.inputSchema = inputSchema
    }

    /// Reads an element of the answer to `tools/list`; nil for a tool without a proper name or without a schema.
    init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, Self.isProper(name: name),
            let schema = json["inputSchema"]?.object
        else { return nil }
        self.init(name: name, description: json["description"]?.string ?? "", inputSchema: schema)
    }

    /// The description as an element of the answer to `tools/list`.
    var json: JSONValue {
        [
            "name": .string(self.name), "description": .string(self.description),
            "inputSchema": .object(self.inputSchema),
        ]
    }

    private static func isProper(name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
