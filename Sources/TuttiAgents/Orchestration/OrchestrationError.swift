/// Why a question could not be handed out, or why a strategy was refused.
public struct OrchestrationError: Error, Hashable, Sendable {
    /// The kind of failure; new kinds may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Wrapped: String {
            case noAgents, invalidAgent, notJSON, malformed, tooLarge, cycle, ambiguous
        }

        private let wrapped: Wrapped

        /// There is nobody to ask.
        public static let noAgents = Code(wrapped: .noAgents)
        /// An agent cannot be registered under that name.
        public static let invalidAgent = Code(wrapped: .invalidAgent)
        /// The answer of the model has no JSON object that can be read.
        public static let notJSON = Code(wrapped: .notJSON)
        /// The JSON is no strategy.
        public static let malformed = Code(wrapped: .malformed)
        /// The strategy, or a part of it, is larger than allowed.
        public static let tooLarge = Code(wrapped: .tooLarge)
        /// The agents of the strategy wait for each other.
        public static let cycle = Code(wrapped: .cycle)
        /// The answer has more than one strategy.
        public static let ambiguous = Code(wrapped: .ambiguous)

        /// The name of the kind, as written here.
        public var description: String { self.wrapped.rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// What was wrong, and what to do.
    public var message: String
    /// Where in the strategy it was found: `agents[2].prompt`, `line 3, column 7`; nil when there is no place.
    public var place: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, at place: String? = nil) {
        self.code = code
        self.message = message
        self.place = place
    }
}

extension OrchestrationError: CustomStringConvertible {
    /// The place and the message.
    public var description: String { self.place.map { "\($0): \(self.message)" } ?? self.message }
}
