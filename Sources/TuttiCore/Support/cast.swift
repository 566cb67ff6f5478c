/// The value as what it is expected to be; nil when it is something else.
///
/// Results are kept as `any Sendable` and are nearly always asked for as exactly what they are. The runtime's own cast
/// takes ten times as long to find that out.
@inlinable
func cast<Value>(_ value: any Sendable, to type: Value.Type) -> Value? {
    func open<Actual>(_ actual: Actual) -> Value? {
        Actual.self == Value.self ? unsafeBitCast(actual, to: Value.self) : actual as? Value
    }
    return open(value)
}
