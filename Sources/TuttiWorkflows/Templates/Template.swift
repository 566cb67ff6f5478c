public import TuttiCore

/// A text with places that a run fills in: `{{input}}` and `{{agents.NAME.output}}`, in a map `{{item}}` and `{{index}}`.
///
/// It is parsed once. What is filled in is never looked at again, so the output of an agent cannot ask for another's.
/// A literal `{{` is written `\{{`.
public struct Template: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case text(String)
        case input
        case output(agent: String)
        case item
        /// The place of the item in its list, from 0.
        case index
    }

    /// What is wrong with a template.
    public struct Problem: Error, Hashable, Sendable {
        /// What is wrong, and what to do.
        public var message: String
    }

    /// The most placeholders of one template: together with the bound of an output this bounds what is rendered.
    public static let maximumPlaceholders = 256

    /// The text `{{input}}`.
    static let input = Template(parts: [.input], source: "{{input}}")

    let parts: [Part]
    /// The text as it was written.
    public let source: String

    private init(parts: [Part], source: String) {
        self.parts = parts
        self.source = source
    }

    /// Reads a template.
    ///
    /// - Throws: ``Problem`` when a placeholder is none of these, or has no end.
    public init(_ source: String) throws(Problem) {
        var parts: [Part] = []
        var text = ""
        var rest = Substring(source)
        while let open = rest.firstRange(of: "{{") {
            let before = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            if before.last == "\\" {
                text += before.dropLast() + "{{"
                continue
            }
            guard let close = rest.firstRange(of: "}}") else {
                throw Problem(message: "a placeholder has no end: write {{input}}, or \\{{ for the two brackets")
            }
            text += before
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(try Self.placeholder(rest[..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        text += rest
        if !text.isEmpty { parts.append(.text(text)) }
        guard parts.count(where: \.isPlaceholder) <= Self.maximumPlaceholders else {
            throw Problem(message: "more than \(Self.maximumPlaceholders) placeholders in one text")
        }
        self.parts = parts
        self.source = source
    }

    /// The agents whose output it holds, each once, in order.
    public var agents: [String] {
        var names: [String] = []
        for case .output(let agent) in self.parts where !names.contains(agent) { names.append(agent) }
        return names
    }

    /// Whether it asks for the item of a map.
    public var usesItem: Bool { self.parts.contains { $0 == .item || $0 == .index } }

    /// Whether it has no placeholder.
    public var isConstant: Bool { !self.parts.contains(where: \.isPlaceholder) }

    /// The text with what the run was asked and what the agent's inputs gave; an input that is missing is empty.
    public func render(_ context: AgentContext) -> String {
        self.render(input: context.text, item: context.item) { context.inputs[$0]?.value?.text }
    }

    /// The text with these values; an output that is nil is empty, and so is an item.
    public func render(input: String, item: ListItem? = nil, output: (_ agent: String) -> String?) -> String {
        self.parts.reduce(into: "") { rendered, part in
            switch part {
            case .text(let text): rendered += text
            case .input: rendered += input
            case .output(let agent): rendered += output(agent) ?? ""
            case .item: rendered += item?.text ?? ""
            case .index: rendered += item.map { "\($0.index)" } ?? ""
            }
        }
    }

    private static let words: [String: Part] = ["input": .input, "item": .item, "index": .index]

    private static func placeholder(_ text: Substring) throws(Problem) -> Part {
        let name = text.trimmed
        if let part = Self.words[String(name)] { return part }
        if name.hasPrefix("agents."), name.hasSuffix(".output"), name.count > "agents..output".count {
            return .output(agent: String(name.dropFirst("agents.".count).dropLast(".output".count)))
        }
        throw Problem(
            message:
                "unknown placeholder {{\(harmless(name))}}: use {{input}} or {{agents.NAME.output}}, in a map {{item}}")
    }
}

extension Template.Part {
    fileprivate var isPlaceholder: Bool {
        guard case .text = self else { return true }
        return false
    }
}

extension Substring {
    var trimmed: Substring {
        let start = self.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }

    /// The first place of two ASCII letters.
    fileprivate func firstRange(of pair: String) -> Range<Index>? {
        let pair = Array(pair.utf8)
        var previous: Index?
        for index in self.utf8.indices {
            if let previous, self.utf8[previous] == pair[0], self.utf8[index] == pair[1] {
                return previous..<self.utf8.index(after: index)
            }
            previous = index
        }
        return nil
    }
}
