package import TuttiAgents
internal import TuttiJSON

/// A request of `POST /v1/chat/completions`, as far as it means something here; unknown members are ignored.
package struct ChatCompletionRequest: Hashable, Sendable {
    /// The name of the ensemble.
    package var model: String
    /// The conversation, oldest message first; one of them is of the user and says something.
    package var messages: [ChatMessage]
    /// Whether the answer is sent while it grows.
    package var isStreamed = false
    /// Whether the stream ends with what the answer used.
    package var includesUsage = false
    /// The most tokens of the answer, at least 1: checked, and otherwise left to the ensemble.
    package var maximumTokens: Int?
    /// Texts before which the answer ends, at most four.
    package var stop: [String] = []

    private static let maximumStops = 4

    /// Reads the body of a request.
    ///
    /// - Throws: ``APIError`` with 400 and the member that is wrong.
    package init(parsing body: [UInt8]) throws(APIError) {
        let object = try RequestObject(parsing: body)
        guard let model = try object.string("model"), !model.isEmpty else {
            throw .invalid("model is missing: GET /v1/models lists those that are served", "model", code: "missing")
        }
        self.model = model
        self.messages = try Self.messages(in: object)
        self.isStreamed = try object.bool("stream") ?? false
        self.includesUsage = try object.object("stream_options")?.bool("include_usage") ?? false
        let tokens = try object.integer("max_completion_tokens", in: 1...Int.max)
        let oldTokens = try object.integer("max_tokens", in: 1...Int.max)
        self.maximumTokens = tokens ?? oldTokens
        self.stop = try Self.stop(in: object)
        guard try object.integer("n", in: 1...128) ?? 1 == 1 else { throw .invalid("only one answer is given", "n") }
        guard self.lastQuestion != nil else {
            throw .invalid("messages must have one of the role user with a text", "messages")
        }
    }

    /// The last message of the user is the question, what came before it the background.
    package var question: Question {
        guard let index = self.lastQuestion else { return Question("") }
        let background = self.messages[..<index].filter { !$0.text.isEmpty }.map { "\($0.role): \($0.text)" }
        return Question(self.messages[index].text, background: background.joined(separator: "\n"))
    }

    private var lastQuestion: Int? {
        self.messages.lastIndex { $0.role == "user" && $0.text.contains { !$0.isWhitespace } }
    }

    private static func messages(in object: RequestObject) throws(APIError) -> [ChatMessage] {
        guard let list = object.value("messages") else {
            throw .invalid("messages is missing", "messages", code: "missing")
        }
        guard let elements = list.array else {
            throw .invalid("messages must be a list", "messages", code: "invalid_type")
        }
        var messages: [ChatMessage] = []
        for (index, element) in elements.enumerated() {
            messages.append(try ChatMessage(element, at: "messages[\(index)]"))
        }
        return messages
    }

    private static func stop(in object: RequestObject) throws(APIError) -> [String] {
        guard let value = object.value("stop") else { return [] }
        let list = value.string.map { [$0] } ?? value.array?.compactMap(\.string)
        guard let list, list.count == value.array?.count ?? 1 else {
            throw .invalid("stop must be a string or a list of strings", "stop", code: "invalid_type")
        }
        guard list.count <= Self.maximumStops, list.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 }) else {
            throw .invalid("stop must be at most \(Self.maximumStops) texts of 1 to 256 bytes", "stop")
        }
        return list
    }
}
