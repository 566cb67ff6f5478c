internal import TuttiJSON

/// A message of a conversation.
package struct ChatMessage: Hashable, Sendable {
    /// Who speaks: one of the roles of the interface.
    package var role: String
    /// What is said; empty for a message without text, such as one that only calls tools.
    package var text: String

    package init(role: String, text: String) {
        self.role = role
        self.text = text
    }

    /// - Parameter place: Where it stands in the request, for the error.
    init(_ value: JSONValue, at place: String, _ form: Form) throws(APIError) {
        guard let object = value.object.map({ RequestObject($0) }) else {
            throw .invalid("\(place) must be an object", place, code: "invalid_type")
        }
        guard let role = try object.string("role"), form.roles.contains(role) else {
            throw .invalid("\(place).role must be one of \(form.roles.joined(separator: ", "))", "\(place).role")
        }
        self.role = role
        self.text = try Self.text(of: object.value("content"), at: "\(place).content", form)
    }

    /// A text, or a list of parts that are text; nothing is an empty text.
    static func text(of content: JSONValue?, at place: String, _ form: Form) throws(APIError) -> String {
        guard let content else { return "" }
        if let text = content.string { return text }
        guard let parts = content.array else {
            throw .invalid("\(place) must be a text or a list of parts", place, code: "invalid_type")
        }
        var texts: [String] = []
        for (index, part) in parts.enumerated() {
            guard let type = part["type"]?.string, form.textTypes.contains(type), let text = part["text"]?.string else {
                throw .invalid("\(place)[\(index)] is no text: only text parts are understood", "\(place)[\(index)]")
            }
            texts.append(text)
        }
        return texts.joined(separator: "\n")
    }
}
