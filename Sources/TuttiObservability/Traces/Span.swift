package import TuttiCore

/// A span as OTLP has it.
package struct Span: Hashable, Sendable {
    package enum Kind: Int, Hashable, Sendable {
        case `internal` = 1
        case server = 2
        case client = 3
    }

    package enum Value: Hashable, Sendable {
        case string(String)
        case bool(Bool)
        case integer(Int)
        case double(Double)
        case strings([String])
    }

    package struct Attribute: Hashable, Sendable {
        package var key: String
        package var value: Value
    }

    /// Something that happened at a moment of the span.
    package struct Event: Hashable, Sendable {
        package var name: String
        /// Nanoseconds since 1970.
        package var time: UInt64
        package var attributes: [Attribute] = []
    }

    package var context: TraceContext
    /// The identity of this span.
    package var id: UInt64 { self.context.span }
    /// Zero for a span without one.
    package var parent: UInt64
    package var name: String
    package var kind: Kind
    /// Nanoseconds since 1970.
    package var start: UInt64
    package var end: UInt64
    package var attributes: [Attribute] = []
    package var events: [Event] = []
    /// Spans of the same trace that this one builds on.
    package var links: [UInt64] = []
    package var isError = false

    package init(
        _ name: String, _ kind: Kind, _ context: TraceContext, parent: UInt64, from start: UInt64, to end: UInt64
    ) {
        self.name = name
        self.kind = kind
        self.context = context
        self.parent = parent
        self.start = start
        self.end = max(end, start)
    }

    /// The value of an attribute; nil removes it.
    package subscript(key: String) -> Value? {
        get { self.attributes.first { $0.key == key }?.value }
        set {
            self.attributes.removeAll { $0.key == key }
            if let newValue { self.attributes.append(Attribute(key: key, value: newValue)) }
        }
    }

    /// Says that what the span stands for went wrong, by a class of a bounded number.
    mutating func fail(_ type: String) {
        self.isError = true
        self[TraceNames.errorType] = .string(type)
    }
}
