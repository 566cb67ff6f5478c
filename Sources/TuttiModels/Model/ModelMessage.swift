/// One turn of a conversation with a model.
public struct ModelMessage: Hashable, Sendable {
    /// Who speaks.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Instructions that stand above the conversation.
        case system
        /// The person, or the program that asks.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var text: String

    /// Creates a turn.
    public init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }

    /// Instructions that stand above the conversation.
    public static func system(_ text: String) -> Self { Self(.system, text) }
    /// A turn of the person who asks.
    public static func user(_ text: String) -> Self { Self(.user, text) }
    /// A turn of the model.
    public static func assistant(_ text: String) -> Self { Self(.assistant, text) }
}
