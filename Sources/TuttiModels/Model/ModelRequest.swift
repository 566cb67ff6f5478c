public import TuttiJSON

/// What a model is asked, and within which limits.
public struct ModelRequest: Hashable, Sendable {
    /// The shape that the answer must have.
    public struct ResponseSchema: Hashable, Sendable {
        /// A short name of letters, digits, `_` and `-`, which some providers require.
        public var name: String
        /// A JSON Schema.
        public var schema: JSONValue
        /// Whether the provider may refuse a schema that it cannot enforce to the letter.
        public var isStrict: Bool

        /// Creates the shape of an answer; a provider that cannot enforce it is asked for it in words.
        public init(name: String, schema: JSONValue, isStrict: Bool = false) {
            self.name = name
            self.schema = schema
            self.isStrict = isStrict
        }
    }

    /// The conversation so far, oldest first.
    public var messages: [ModelMessage]
    /// The most tokens that the answer may have; nil leaves it to the provider.
    public var maximumTokens: Int?
    /// How freely the model chooses, 0 to 2; nil leaves it to the provider.
    ///
    /// Sent to compatible servers only: Anthropic refuses it, as OpenAI does for models that reason. `extra` forces it.
    public var temperature: Double?
    /// Texts that end the answer where they would appear.
    public var stop: [String] = []
    /// The shape of the answer, when it is to be JSON. Parse it strictly all the same: small models drift.
    public var responseSchema: ResponseSchema?
    /// Makes the answer repeatable where the provider can.
    public var seed: Int?
    /// The time left for the whole call, to its last byte; nil leaves it to the transport.
    public var timeout: Duration?
    /// The longest silence of the provider that is still waited out.
    public var idleTimeout: Duration = .seconds(30)
    /// Further members of the request's JSON, for what one provider alone knows: `grammar`, `cache_prompt`.
    ///
    /// They win over the members that we would write, but for `stream` and `stream_options`.
    public var extra = JSONObject()
    /// Further header fields, for those between us and the provider: `traceparent`.
    package var headers = HTTPHeaderList()
    /// The tokens that were trimmed from the conversation before it came here; nothing of it is sent.
    package var savedTokens = 0

    /// Creates a request without limits of its own.
    public init(_ messages: [ModelMessage] = [], maximumTokens: Int? = nil) {
        self.messages = messages
        self.maximumTokens = maximumTokens
    }
}
