extension WorkflowReader {
    /// The tests of one input, as they are read.
    struct InputTests: Sendable {
        let name: String
        var conditions: [InputCondition] = []

        mutating func add(_ test: InputCondition.Test) { self.conditions.append(.input(self.name, test)) }

        static let fields: [Field<InputTests>] = [
            Field("contains", .text, "The output has this text in it.") {
                if let text = $2.word($0) { $1.add(.contains(text)) }
            },
            Field("equals", .text, "The output is this text.") { if let text = $2.text($0) { $1.add(.equals(text)) } },
            Field("oneOf", .texts, "The output is one of these texts.") {
                if let texts = $2.list($0, atLeast: 1, { reader, node in reader.text(node) }) { $1.add(.oneOf(texts)) }
            },
            Field("not", .object("test"), "The opposite of a test.") {
                if let condition = $2.tests($0, of: $1.name) { $1.conditions.append(.not(condition)) }
            },
        ]
    }

    /// The object at `when`: inputs with what is asked of them, all of which must hold.
    mutating func condition(_ node: DocumentNode) -> InputCondition? {
        guard let members = self.members(of: node) else { return nil }
        if members.isEmpty { self.fail("is empty: name an input, as { memory: present }", at: node.place) }
        let conditions = members.compactMap { member in
            self.within(harmless(member.key)) { reader in reader.condition(member) }
        }
        return conditions.count == members.count ? Self.all(conditions) : nil
    }

    private mutating func condition(_ member: DocumentNode.Member) -> InputCondition? {
        if member.value.isNull {
            self.fail("has no value: use present, missing, or an object such as { contains: yes }", at: member.keyPlace)
            return nil
        }
        // An agent may be called so: a list tells them apart.
        if member.key == "any", case .list = member.value.content {
            return self.list(member.value, atLeast: 1) { reader, node in reader.condition(node) }.map { .any($0) }
        }
        self.conditionInputs.append(
            .init(agent: self.agent, name: member.key, place: member.keyPlace, keyPath: self.keyPath))
        return self.tests(member.value, of: member.key)
    }

    private mutating func tests(_ node: DocumentNode, of name: String) -> InputCondition? {
        switch node.content {
        case .text("present", isPlain: _): return .input(name, .present)
        case .text("missing", isPlain: _): return .input(name, .missing)
        case .object(let members):
            if members.isEmpty { self.fail("is empty: use contains, equals, oneOf or not", at: node.place) }
            var tests = InputTests(name: name)
            guard self.object(node, into: &tests, InputTests.fields) else { return nil }
            return tests.conditions.isEmpty ? nil : Self.all(tests.conditions)
        default:
            self.fail("must be present, missing, or { contains: … }, not \(node.summary)", at: node.place)
            return nil
        }
    }

    /// A text that is not empty, which everything would contain.
    private mutating func word(_ node: DocumentNode) -> String? {
        guard let text = self.text(node) else { return nil }
        if text.allSatisfy(\.isWhitespace) { self.fail("must not be empty", at: node.place) }
        return text
    }

    private static func all(_ conditions: [InputCondition]) -> InputCondition? {
        conditions.count == 1 ? conditions.first : .all(conditions)
    }
}
