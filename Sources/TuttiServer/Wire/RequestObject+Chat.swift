internal import TuttiJSON

extension RequestObject {
    /// The most texts that may end an answer.
    static let maximumStops = 16

    /// The member `model`.
    func model() throws(APIError) -> String {
        guard let model = try self.string("model"), !model.isEmpty else {
            throw .invalid("model is missing: GET /v1/models lists those that are served", "model", code: "missing")
        }
        return model
    }

    /// A list of messages.
    func messages(_ key: String, _ form: ChatMessage.Form) throws(APIError) -> [ChatMessage] {
        guard let list = self.value(key) else { throw .invalid("\(key) is missing", key, code: "missing") }
        guard let elements = list.array else {
            throw .invalid("\(key) must be a list", key, code: "invalid_type")
        }
        var messages: [ChatMessage] = []
        for (index, element) in elements.enumerated() {
            messages.append(try ChatMessage(element, at: "\(key)[\(index)]", form))
        }
        return messages
    }

    /// Texts before which an answer ends: one, or a list.
    func stops(_ key: String) throws(APIError) -> [String] {
        guard let value = self.value(key) else { return [] }
        let list = value.string.map { [$0] } ?? value.array?.compactMap(\.string)
        guard let list, list.count == value.array?.count ?? 1 else {
            throw .invalid("\(key) must be a string or a list of strings", key, code: "invalid_type")
        }
        guard list.count <= Self.maximumStops, list.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 }) else {
            throw .invalid("\(key) must be at most \(Self.maximumStops) texts of 1 to 256 bytes", key)
        }
        return list
    }
}
