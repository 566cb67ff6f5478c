/// One key of an object in a workflow file: its name, what may stand there, and where it goes.
///
/// The fields of an object are written in one table, which parses it, finds unknown keys and describes it in the schema.
struct Field<Target>: Sendable {
    let key: String
    let form: FieldForm
    let isRequired: Bool
    let summary: String
    let read: @Sendable (DocumentNode, inout Target, inout WorkflowReader) -> Void

    init(
        _ key: String, _ form: FieldForm, required: Bool = false, _ summary: String,
        _ read: @escaping @Sendable (DocumentNode, inout Target, inout WorkflowReader) -> Void
    ) {
        self.key = key
        self.form = form
        self.isRequired = required
        self.summary = summary
        self.read = read
    }
}

extension Field {
    typealias Setter<Value> = @Sendable (inout Target, Value) -> Void

    static func text(_ key: String, required: Bool = false, _ summary: String, _ set: @escaping Setter<String>) -> Self
    {
        Field(key, .text, required: required, summary) { node, target, reader in
            if let value = reader.text(node) { set(&target, value) }
        }
    }

    static func template(
        _ key: String, required: Bool = false, _ summary: String, _ set: @escaping Setter<Template>
    ) -> Self {
        Field(key, .text, required: required, summary) { node, target, reader in
            if let value = reader.template(node) { set(&target, value) }
        }
    }

    static func boolean(_ key: String, _ summary: String, _ set: @escaping Setter<Bool>) -> Self {
        Field(key, .boolean, summary) { node, target, reader in
            if let value = reader.boolean(node) { set(&target, value) }
        }
    }

    static func integer(
        _ key: String, _ range: ClosedRange<Int>, required: Bool = false, _ summary: String,
        _ set: @escaping Setter<Int>
    ) -> Self {
        Field(key, .integer(range), required: required, summary) { node, target, reader in
            if let value = reader.integer(node, in: range) { set(&target, value) }
        }
    }

    static func number(
        _ key: String, _ range: ClosedRange<Double>, _ summary: String, _ set: @escaping Setter<Double>
    ) -> Self {
        Field(key, .number(range), summary) { node, target, reader in
            if let value = reader.number(node, in: range) { set(&target, value) }
        }
    }

    /// A time with its unit; `isPositive` refuses zero.
    static func duration(
        _ key: String, required: Bool = false, isPositive: Bool = false, _ summary: String,
        _ set: @escaping Setter<Duration>
    ) -> Self {
        Field(key, .duration, required: required, summary) { node, target, reader in
            if let value = reader.duration(node, isPositive: isPositive) { set(&target, value) }
        }
    }

    static func texts(_ key: String, _ summary: String, _ set: @escaping Setter<[String]>) -> Self {
        Field(key, .texts, summary) { node, target, reader in
            if let value = reader.list(node, { reader, node in reader.text(node) }) { set(&target, value) }
        }
    }

    static func textMap(_ key: String, _ summary: String, _ set: @escaping Setter<[String: String]>) -> Self {
        Field(key, .textMap, summary) { node, target, reader in
            if let value = reader.textMap(node) { set(&target, value) }
        }
    }

    /// An object with a table of its own.
    static func object<Part: Sendable>(
        _ key: String, _ definition: String, _ fields: [Field<Part>], startingWith initial: Part, _ summary: String,
        _ set: @escaping Setter<Part>
    ) -> Self {
        Field(key, .object(definition), summary) { node, target, reader in
            var part = initial
            if reader.object(node, into: &part, fields) { set(&target, part) }
        }
    }

    /// The same field for something that has the target as a part.
    func lifted<Whole>(
        _ read: @escaping @Sendable (Whole) -> Target?, _ write: @escaping @Sendable (inout Whole, Target) -> Void
    ) -> Field<Whole> {
        Field<Whole>(self.key, self.form, required: self.isRequired, self.summary) { node, whole, reader in
            guard var part = read(whole) else { return }
            self.read(node, &part, &reader)
            write(&whole, part)
        }
    }
}
