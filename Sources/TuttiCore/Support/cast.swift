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

/// The same for a value where it stands, which is not copied when it is a plain one, such as a number.
///
/// An existential is a buffer of three words, in which small values lie, and the type of what is in it. Swift's ABI says
/// so on Apple platforms and its compiler on all; the tests hold it to that.
@inlinable
@inline(__always)
func cast<Value>(at place: UnsafePointer<any Sendable>, to type: Value.Type) -> Value? {
    let buffer = UnsafeRawPointer(place)
    let bufferSize = 3 * MemoryLayout<UnsafeRawPointer>.size
    guard
        _isPOD(Value.self), MemoryLayout<Value>.size <= bufferSize,
        MemoryLayout<Value>.alignment <= MemoryLayout<UnsafeRawPointer>.alignment,
        buffer.load(fromByteOffset: bufferSize, as: Any.Type.self) == Value.self
    else { return cast(place.pointee, to: type) }
    return buffer.load(as: Value.self)
}
