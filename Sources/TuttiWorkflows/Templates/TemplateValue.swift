public import TuttiCore
public import TuttiJSON

/// A JSON value with a ``Template`` in place of each text: what a tool is given.
public indirect enum TemplateValue: Hashable, Sendable {
    /// One key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: TemplateValue

        /// Creates a member.
        public init(_ key: String, _ value: TemplateValue) {
            self.key = key
            self.value = value
        }
    }

    /// A value that stays as it is.
    case constant(JSONValue)
    /// A text.
    case text(Template)
    /// A list.
    case array([TemplateValue])
    /// An object, its keys in the order of the file.
    case object([Member])

    /// The value with what the run was asked and what the agent's inputs gave; an input that is missing is empty.
    public func render(_ context: AgentContext) -> JSONValue {
        switch self {
        case .constant(let value): value
        case .text(let template): .string(template.render(context))
        case .array(let values): .array(values.map { $0.render(context) })
        case .object(let members): .object(JSONObject(members.map { ($0.key, $0.value.render(context)) }))
        }
    }
}

extension WorkflowReader {
    /// Any value; what is written without quotes is a number, a boolean or null when JSON would take it for one.
    mutating func templateValue(_ node: DocumentNode) -> TemplateValue? {
        switch node.content {
        case .null: return .constant(.null)
        case .text(let text, let isPlain):
            if isPlain, let value = Self.plainValue(text) { return .constant(value) }
            return self.template(node).map { .text($0) }
        case .list: return self.list(node) { reader, node in reader.templateValue(node) }.map { .array($0) }
        case .object: return self.templateMembers(node).map { .object($0) }
        }
    }

    /// The members of an object.
    mutating func templateMembers(_ node: DocumentNode) -> [TemplateValue.Member]? {
        guard let members = self.members(of: node) else { return nil }
        let values = members.compactMap { member in
            self.within(harmless(member.key)) { reader in
                reader.templateValue(member.value).map { TemplateValue.Member(member.key, $0) }
            }
        }
        return values.count == members.count ? values : nil
    }

    private static func plainValue(_ text: String) -> JSONValue? {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            // The grammar of JSON decides, not Double's, which takes "nan" and "0x1p3".
            guard let value = try? JSONValue(parsing: text), value.double != nil else { return nil }  // a text
            return value
        }
    }
}
