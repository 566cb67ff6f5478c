/// The result of an agent that may be missing: its value, or why there is none.
public enum Wanted<Value: Sendable>: Sendable {
    /// The agent succeeded.
    case available(Value)
    /// The agent has no result, or none yet.
    case missing(MissingReason)

    /// The value, nil when it is missing.
    public var value: Value? {
        guard case .available(let value) = self else { return nil }
        return value
    }

    /// Why the value is missing, nil when it is not.
    public var missingReason: MissingReason? {
        guard case .missing(let reason) = self else { return nil }
        return reason
    }

    /// The same with another value.
    public func map<Other: Sendable>(_ transform: (Value) throws -> Other) rethrows -> Wanted<Other> {
        switch self {
        case .available(let value): .available(try transform(value))
        case .missing(let reason): .missing(reason)
        }
    }
}

extension Wanted: CustomStringConvertible {
    /// The value as text, or `missing: ` and the reason.
    public var description: String {
        switch self {
        case .available(let value): outputText(of: value)
        case .missing(let reason): "missing: \(reason)"
        }
    }
}

extension Wanted: Equatable where Value: Equatable {}
