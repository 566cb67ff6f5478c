/// The fields of one line in the order in which they were set.
struct Measurement: Sendable {
    indirect enum Value: Sendable {
        case text(String)
        case integer(Int)
        case number(Double)
        case texts([String])
        case object(Measurement)
        case null
    }

    private var fields: [(name: String, value: Value)] = []

    subscript(name: String) -> Value? {
        get { self.fields.first { $0.name == name }?.value }
        set {
            self.fields.removeAll { $0.name == name }
            if let newValue { self.fields.append((name, newValue)) }
        }
    }

    /// The JSON text on one line.
    var line: String {
        "{" + self.fields.map { "\(Self.quoted($0.name)): \($0.value.json)" }.joined(separator: ", ") + "}"
    }

    fileprivate static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension Measurement.Value {
    /// A number that may be missing.
    static func optional(_ number: Double?) -> Self { number.map(Self.number) ?? .null }

    /// A count that may be missing.
    static func optional(_ count: Int?) -> Self { count.map(Self.integer) ?? .null }

    fileprivate var json: String {
        switch self {
        case .text(let text): Measurement.quoted(text)
        case .integer(let integer): String(integer)
        case .number(let number): Self.rounded(number)
        case .texts(let texts): "[" + texts.map(Measurement.quoted).joined(separator: ", ") + "]"
        case .object(let measurement): measurement.line
        case .null: "null"
        }
    }

    /// Five digits, which is more than a clock on a shared machine tells.
    private static func rounded(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        guard number != 0 else { return "0.0" }
        var (scale, magnitude) = (1.0, number.magnitude)
        while magnitude < 10_000 { (scale, magnitude) = (scale * 10, magnitude * 10) }
        return String((number * scale).rounded() / scale)
    }
}
