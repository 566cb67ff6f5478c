internal import TuttiJSON
package import TuttiModels

/// A request whose estimated tokens stay within a bound, whatever the texts are that go into it.
///
/// Its user message is one JSON object of texts. The instructions get at most half of the bound; of what they leave, the
/// last field is filled first, the first field gets the rest.
package struct BoundedRequest {
    /// One text of the user message.
    package struct Field {
        /// The key.
        package var key: String
        /// The most of what is left that it may take, 0 to 1.
        package var share: Double
        /// Makes the text for so many bytes of JSON; what is longer is cut.
        package var text: (Int) -> String

        package init(_ key: String, share: Double = 1, text: @escaping (Int) -> String) {
            self.key = key
            self.share = share
            self.text = text
        }
    }

    /// The fewest tokens that are a bound: with less nothing could be asked.
    package static let minimumTokens = 256
    /// What a message takes beside its text, as `TokenUsage` estimates it.
    private static let tokensPerMessage = 4

    private let maximumTokens: Int
    private let instructions: String

    package init(_ instructions: String, maximumTokens: Int) {
        self.maximumTokens = max(maximumTokens, Self.minimumTokens)
        let room = 4 * (self.maximumTokens / 2 - Self.tokensPerMessage)
        // The mark of what is left out takes three bytes.
        self.instructions = instructions.utf8.count <= room ? instructions : instructions.prefix(bytes: room - 3)
    }

    /// The request; `answerTokens` bounds the answer.
    package func make(_ fields: [Field], answerTokens: Int) -> ModelRequest {
        let instructionTokens = TokenUsage.estimatedTokens(bytes: self.instructions.utf8.count)
        let frame = Self.material(fields, fields.map { _ in "" }).utf8.count
        var left = 4 * (self.maximumTokens - instructionTokens - 2 * Self.tokensPerMessage) - frame
        var texts = fields.map { _ in "" }
        for (index, field) in fields.enumerated().reversed() {
            let room = max(0, Int(Double(left) * min(max(field.share, 0), 1)))
            texts[index] = field.text(room).prefix(jsonBytes: room)
            left -= texts[index].jsonLength
        }
        return ModelRequest(
            [.system(self.instructions), .user(Self.material(fields, texts))], maximumTokens: answerTokens)
    }

    private static func material(_ fields: [Field], _ texts: [String]) -> String {
        let members = zip(fields, texts).map { ($0.key, JSONValue.string($1)) }
        return JSONValue.object(JSONObject(members)).serialized(pretty: true)
    }
}
