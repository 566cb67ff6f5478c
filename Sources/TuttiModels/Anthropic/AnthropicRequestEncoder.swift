package import TuttiJSON

/// Writes a request in the form of Anthropic's messages.
package enum AnthropicRequestEncoder {
    /// The limit that is sent when the request has none, because the interface requires one.
    package static let defaultMaximumTokens = 4_096

    /// The JSON of a request; always a stream.
    ///
    /// `temperature` and `seed` are left out: the interface refuses the one and does not know the other. A response
    /// schema is asked for in words, which every version understands.
    package static func encode(_ request: ModelRequest, model: String) -> JSONValue {
        var object = JSONObject()
        object["model"] = .string(model)
        object["max_tokens"] = .integer(request.maximumTokens ?? Self.defaultMaximumTokens)
        object["stream"] = true
        let system = Self.system(of: request)
        if !system.isEmpty { object["system"] = .string(system) }
        object["messages"] = .array(
            request.messages.filter { $0.role != .system && !$0.text.isEmpty }.map { message in
                ["role": .string(message.role.rawValue), "content": .string(message.text)]
            })
        if !request.stop.isEmpty { object["stop_sequences"] = .array(request.stop.map(JSONValue.string)) }
        for member in request.extra.members where member.key != "stream" { object[member.key] = member.value }
        return .object(object)
    }

    private static func system(of request: ModelRequest) -> String {
        var parts = request.messages.filter { $0.role == .system && !$0.text.isEmpty }.map(\.text)
        if let schema = request.responseSchema {
            parts.append(
                "Answer with one JSON document and nothing else. It must satisfy this JSON Schema: "
                    + schema.schema.serialized())
        }
        return parts.joined(separator: "\n\n")
    }
}
