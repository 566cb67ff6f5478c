public import TuttiJSON

/// What a tool answered: untrusted text.
public struct MCPToolResult: Hashable, Sendable {
    /// The text of all content items, joined by newlines; what is no text is named in brackets.
    public var text: String
    /// The same as JSON, where the server gives it.
    public var structuredContent: JSONValue?
    /// Whether the tool says that it failed. Some servers answer false and tell of the failure in the text.
    public var isError: Bool

    /// Creates a result.
    public init(text: String, structuredContent: JSONValue? = nil, isError: Bool = false) {
        self.text = text
        self.structuredContent = structuredContent
        self.isError = isError
    }

    /// The result itself, unless the tool says that it failed.
    ///
    /// - Throws: ``MCPError/Code/toolError`` with the beginning of the text.
    public func get(tool: String, server: String? = nil) throws(MCPError) -> MCPToolResult {
        guard self.isError else { return self }
        throw MCPError(.toolError, server: server, "the tool \"\(tool)\" failed: \(self.text.prefix(500))")
    }

    /// Reads the answer to `tools/call`; nil when it has not the shape of one.
    init?(_ json: JSONValue) {
        guard json.object != nil else { return nil }
        let content = json["content"]?.array
        let structured = json["structuredContent"]
        guard content != nil || structured != nil else { return nil }
        let texts = (content ?? []).map(Self.text(of:))
        self.text = texts.isEmpty ? structured?.serialized() ?? "" : texts.joined(separator: "\n")
        self.structuredContent = structured
        self.isError = json["isError"]?.bool ?? false
    }

    /// The answer to `tools/call`.
    var json: JSONValue {
        let content: JSONValue = [["type": "text", "text": .string(self.text)]]
        var object = JSONObject([("content", content), ("isError", .bool(self.isError))])
        if let structuredContent { object["structuredContent"] = structuredContent }
        return .object(object)
    }

    private static func text(of item: JSONValue) -> String {
        let kind = item["type"]?.string ?? "content"
        switch kind {
        case "text": return item["text"]?.string ?? ""
        case "resource": return item["resource"]?["text"]?.string ?? "[resource]"
        case "resource_link": return "[\(item["uri"]?.string ?? "resource link")]"
        default: return "[\(item["mimeType"]?.string ?? kind)]"
        }
    }
}
