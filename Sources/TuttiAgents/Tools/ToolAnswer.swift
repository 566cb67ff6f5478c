internal import TuttiJSON
package import TuttiMCP

/// What the answer of a tool comes to: tasks, where it looks like tasks, and lines of text otherwise.
///
/// The answer is untrusted. A failure may come as `isError`, or as `{"ok": false}` in a result that claims to be fine.
package enum ToolAnswer: Hashable, Sendable {
    case tasks([ToolTask])
    case lines([String])

    /// The most tasks of one answer that are looked at.
    package static let maximumTasks = 500
    /// The most lines of one answer.
    package static let maximumLines = 20
    /// The most characters of a line.
    package static let maximumLineLength = 240
    /// The most bytes of an answer that are read at all.
    package static let maximumBytes = 1 << 20

    /// - Throws: ``MCPError/Code/toolError`` naming the server and the tool.
    package init(_ result: MCPToolResult, server: String, tool: String) throws(MCPError) {
        let json = Self.json(of: result)
        if let object = json?.object, object["ok"]?.bool == false || result.isError {
            throw Self.failure(Self.reason(in: object) ?? result.text, server, tool)
        }
        guard !result.isError else { throw Self.failure(result.text, server, tool) }
        if let elements = Self.elements(of: json) {
            let tasks = elements.prefix(Self.maximumTasks).compactMap(ToolTask.init)
            if !tasks.isEmpty || elements.isEmpty {
                self = .tasks(tasks)
                return
            }
        }
        self = .lines(json.map { [Self.line(of: $0)] } ?? Self.lines(of: result.text))
    }

    private static func failure(_ text: String, _ server: String, _ tool: String) -> MCPError {
        let reason = text.sanitizedLine(maximumLength: 300)
        let message = "the tool \"\(tool)\" failed: \(reason.isEmpty ? "it gives no reason" : reason)"
        return MCPError(.toolError, server: server, message)
    }

    private static func reason(in object: JSONObject) -> String? {
        let parts = ["error", "message"].compactMap { object[$0]?.string ?? object[$0]?["message"]?.string }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    /// The text is read first: where a server wraps its answer, only the structured content is wrapped.
    private static func json(of result: MCPToolResult) -> JSONValue? {
        let start = result.text.utf8.first { $0 > 0x20 }
        if start == UInt8(ascii: "{") || start == UInt8(ascii: "["), result.text.utf8.count <= Self.maximumBytes {
            // Text that is no JSON after all is shown as text.
            if let json = try? JSONValue(parsing: result.text) { return json }
        }
        return result.structuredContent?.object == nil ? nil : result.structuredContent
    }

    /// The list that an answer consists of; nil when it is something else.
    private static func elements(of json: JSONValue?) -> [JSONValue]? {
        guard let json else { return nil }
        if let elements = json.array { return elements }
        for key in ["tasks", "todos", "items", "results", "result", "data"] {
            if let elements = json[key]?.array { return elements }
        }
        return json["task"]?.object.map { [.object($0)] }
    }

    private static func lines(of text: String) -> [String] {
        let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(64 * 1024)))
        let lines = start.sanitized.split(separator: "\n").lazy
            .map { $0.sanitizedLine(maximumLength: Self.maximumLineLength) }.filter { !$0.isEmpty }
        return Array(lines.prefix(Self.maximumLines))
    }

    /// An object of plain values is easier to read without its braces.
    private static func line(of json: JSONValue) -> String {
        let members = json.object?.members.filter { $0.key != "ok" } ?? []
        let plain = members.compactMap { member -> String? in
            switch member.value {
            case .string(let text): "\(member.key): \(text)"
            case .bool, .integer, .double: "\(member.key): \(member.value)"
            case .null, .array, .object: nil
            }
        }
        let isPlain = !members.isEmpty && plain.count == members.count
        let text = isPlain ? plain.joined(separator: ", ") : json.serialized()
        return text.sanitizedLine(maximumLength: Self.maximumLineLength)
    }
}
