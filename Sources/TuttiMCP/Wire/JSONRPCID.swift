public import TuttiJSON

/// The id of a request: ours are integers, those of others may be text.
public enum JSONRPCID: Hashable, Sendable {
    /// A number.
    case integer(Int)
    /// A text.
    case string(String)

    /// Reads an id; nil for anything that the protocol does not allow, such as null.
    public init?(_ value: JSONValue?) {
        if let integer = value?.integer {
            self = .integer(integer)
        } else if let string = value?.string {
            self = .string(string)
        } else {
            return nil
        }
    }

    /// The id as it is written in a message.
    public var json: JSONValue {
        switch self {
        case .integer(let value): .integer(value)
        case .string(let value): .string(value)
        }
    }
}
