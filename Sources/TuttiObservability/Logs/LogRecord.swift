/// A line of the log: what happened, and its parts.
package struct LogRecord: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int)
        /// Milliseconds, or US dollars: written with six digits behind the point at most.
        case number(Double)
        case bool(Bool)
    }

    package struct Field: Hashable, Sendable {
        /// A word of ours.
        package var name: String
        package var value: Value
    }

    package var level: LogLevel
    /// What happened, in a word of ours.
    package var event: String
    /// In the order in which they are written.
    package private(set) var fields: [Field] = []

    /// - Parameter fields: Those without a value are left out.
    package init(_ level: LogLevel, _ event: String, _ fields: [(name: String, value: Value?)] = []) {
        self.level = level
        self.event = event
        self.fields = fields.compactMap { name, value in value.map { Field(name: name, value: $0) } }
    }

    /// The value of a part; nil without one.
    package subscript(name: String) -> Value? { self.fields.first { $0.name == name }?.value }
}
