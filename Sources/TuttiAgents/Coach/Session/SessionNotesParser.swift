internal import TuttiJSON

/// Reads the notes of a session from what a model wrote, strictly: one JSON object with the three lists, nothing else in
/// it. Around it thoughts and a code fence may stand.
package enum SessionNotesParser {
    /// The longest answer in bytes that is looked at.
    static let maximumLength = 32 << 10
    /// The most items of a list that are accepted; ``SessionNotes`` keeps fewer.
    static let maximumItems = 32
    /// The longest item in bytes that is accepted.
    static let maximumItemLength = 2000

    private static let keys = ["said", "decided", "planned"]

    /// The shape that is asked for.
    static var schema: JSONValue {
        let list: JSONValue = ["type": "array", "items": ["type": "string"]]
        return [
            "type": "object", "properties": .object(JSONObject(Self.keys.map { ($0, list) })),
            "required": .array(Self.keys.map(JSONValue.string)), "additionalProperties": false,
        ]
    }

    /// The notes.
    ///
    /// - Throws: ``OrchestrationError`` with what is wrong and where.
    package static func parse(_ text: String) throws(OrchestrationError) -> SessionNotes {
        guard text.utf8.count <= Self.maximumLength else {
            throw OrchestrationError(.tooLarge, "\(text.utf8.count) bytes, at most \(Self.maximumLength) are allowed")
        }
        let document: JSONValue
        do { document = try JSONValue(parsing: Self.unfenced(text.withoutThoughts), maximumDepth: 4) } catch {
            throw OrchestrationError(.notJSON, error.message, at: "line \(error.line), column \(error.column)")
        }
        guard let object = document.object, Set(object.keys) == Set(Self.keys) else {
            throw OrchestrationError(
                .malformed, "not an object with exactly the members \(Self.keys.joined(separator: ", "))")
        }
        return SessionNotes(
            said: try Self.list("said", of: object), decided: try Self.list("decided", of: object),
            planned: try Self.list("planned", of: object))
    }

    private static func list(_ key: String, of object: JSONObject) throws(OrchestrationError) -> [String] {
        guard let items = object[key]?.array, items.count <= Self.maximumItems else {
            throw OrchestrationError(.malformed, "not a list of at most \(Self.maximumItems) texts", at: key)
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.string, text.utf8.count <= Self.maximumItemLength else {
                let message = "not a text of at most \(Self.maximumItemLength) bytes"
                throw OrchestrationError(.malformed, message, at: "\(key)[\(index)]")
            }
            texts.append(text)
        }
        return texts
    }

    private static func unfenced(_ text: Substring) -> Substring {
        guard text.hasPrefix("```"), let start = text.firstIndex(where: \.isNewline), text.hasSuffix("```") else {
            return text
        }
        return text[start...].dropLast(3)
    }
}

extension String {
    /// What follows the last `</think>`, where models that reason aloud say what they mean, without white space around it.
    var withoutThoughts: Substring {
        let said = self.ranges(of: "</think>").last.map { self[$0.upperBound...] } ?? self[...]
        guard let end = said.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return said[...end].drop(while: \.isWhitespace)
    }
}
