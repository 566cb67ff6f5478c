package import TuttiJSON

/// Writes a request in the form of OpenAI's chat completions.
package enum OpenAIRequestEncoder {
    /// The JSON of a request; always a stream, for closing a stream is what stops the work at the server.
    package static func encode(_ request: ModelRequest, model: String, isOfficial: Bool) -> JSONValue {
        var object = JSONObject()
        object["model"] = .string(model)
        object["messages"] = .array(request.messages.map(Self.encode))
        object["stream"] = true
        object["stream_options"] = ["include_usage": true]
        // OpenAI's newer models refuse the old name, many compatible servers do not know the new one.
        object[isOfficial ? "max_completion_tokens" : "max_tokens"] = request.maximumTokens.map(JSONValue.integer)
        if !isOfficial { object["temperature"] = request.temperature.map(JSONValue.double) }
        object["seed"] = request.seed.map(JSONValue.integer)
        if !request.stop.isEmpty { object["stop"] = .array(request.stop.map(JSONValue.string)) }
        // A grammar says the same more compactly, and llama.cpp refuses both at once.
        if let schema = request.responseSchema, request.extra["grammar"] == nil {
            object["response_format"] = Self.encode(schema)
        }
        for member in request.extra.members where member.key != "stream" && member.key != "stream_options" {
            object[member.key] = member.value
        }
        return .object(object)
    }

    private static func encode(_ message: ModelMessage) -> JSONValue {
        ["role": .string(message.role.rawValue), "content": .string(message.text)]
    }

    private static func encode(_ schema: ModelRequest.ResponseSchema) -> JSONValue {
        [
            "type": "json_schema",
            "json_schema": [
                "name": .string(schema.name), "schema": schema.schema, "strict": .bool(schema.isStrict),
            ],
        ]
    }
}
