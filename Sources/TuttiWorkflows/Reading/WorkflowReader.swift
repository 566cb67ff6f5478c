/// Reads values from the nodes of a document and notes what is wrong, with its place and its key path.
struct WorkflowReader {
    /// Where a template was written, for the check that it names only inputs.
    struct TemplateUse {
        var agent: String
        var template: Template
        var place: WorkflowError.Place
        var keyPath: String
    }

    /// Where an agent names another one.
    struct Mention {
        var agent: String
        var name: String
        var place: WorkflowError.Place
        var keyPath: String
    }

    /// The most problems that are kept; further ones are counted.
    private static let maximumProblems = 1_000

    private(set) var problems: [WorkflowError.Problem] = []
    private(set) var omitted = 0
    var templates: [TemplateUse] = []
    var mentions: [Mention] = []
    /// Where conditions name inputs.
    var conditionInputs: [Mention] = []
    var agentPlaces: [String: WorkflowError.Place] = [:]
    /// Where each key of an object stands, by key path.
    var places: [String: WorkflowError.Place] = [:]
    /// The agent that is being read.
    var agent = ""
    /// The agents of nested workflows, each time that they are nested.
    var nestedAgents = 0
    /// The nested files that lie inside of each other.
    var nestedHeight = 0
    var files: WorkflowFiles
    private var path: [String] = []

    init(_ files: WorkflowFiles) { self.files = files }

    var keyPath: String {
        self.path.enumerated().map { $0 > 0 && !$1.hasPrefix("[") ? ".\($1)" : $1 }.joined()
    }

    mutating func fail(_ message: String, at place: WorkflowError.Place) {
        guard self.problems.count < Self.maximumProblems else { return self.omitted += 1 }
        self.problems.append(.init(message, at: place, keyPath: self.keyPath))
    }

    /// Takes over the problems of a nested file.
    mutating func note(_ problems: [WorkflowError.Problem], omitted: Int, of file: String) {
        self.omitted += omitted
        for var problem in problems {
            guard self.problems.count < Self.maximumProblems else { return self.omitted += 1 }
            problem.file = problem.file ?? file
            self.problems.append(problem)
        }
    }

    /// Runs a body with one more key on the path.
    mutating func within<Result>(_ key: String, _ body: (inout Self) -> Result) -> Result {
        self.path.append(key)
        defer { self.path.removeLast() }
        return body(&self)
    }

    // MARK: Objects

    /// Reads an object by its table; returns false when it is none.
    mutating func object<Target>(_ node: DocumentNode, into target: inout Target, _ fields: [Field<Target>]) -> Bool {
        let examples = fields.filter(\.isRequired) + fields.filter { !$0.isRequired && $0.key != "$schema" }
        guard let members = self.members(of: node, keys: examples.map(\.key)) else { return false }
        for member in members {
            guard let field = fields.first(where: { $0.key == member.key }) else {
                self.within(harmless(member.key)) { reader in
                    reader.failUnknownKey(member, known: fields.map(\.key))
                }
                continue
            }
            self.within(field.key) { reader in
                reader.places[reader.keyPath] = member.value.place
                if member.value.isNull {
                    return reader.fail("has no value: give it one, or remove the key", at: member.keyPlace)
                }
                field.read(member.value, &target, &reader)
            }
        }
        for field in fields where field.isRequired && !members.contains(where: { $0.key == field.key }) {
            let summary = field.summary.prefix(1).lowercased() + field.summary.dropFirst().dropLast()
            self.fail("the key '\(field.key)' is missing: \(summary)", at: node.place)
        }
        return true
    }

    mutating func members(of node: DocumentNode, keys: [String] = []) -> [DocumentNode.Member]? {
        if case .object(let members) = node.content { return self.distinct(members) }
        let hint = keys.isEmpty ? "" : " with keys such as '\(keys.prefix(2).joined(separator: "' and '"))'"
        self.fail("must be an object\(hint), not \(node.summary)", at: node.place)
        return nil
    }

    /// Of equal keys the first stays.
    private mutating func distinct(_ members: [DocumentNode.Member]) -> [DocumentNode.Member] {
        var first: [String: WorkflowError.Place] = [:]
        return members.filter { member in
            guard let place = first.updateValue(member.keyPlace, forKey: member.key) else { return true }
            first[member.key] = place
            self.within(harmless(member.key)) { reader in
                reader.fail("is here a second time, after line \(place.line): keep one of them", at: member.keyPlace)
            }
            return false
        }
    }

    mutating func failUnknownKey(_ member: DocumentNode.Member, known: [String]) {
        if member.key == "<<" {
            return self.fail("merge keys (<<) are refused: write the keys out", at: member.keyPlace)
        }
        guard self.problems.count < WorkflowError.maximumProblems else {
            return self.fail("unknown key", at: member.keyPlace)
        }
        let keys = known.filter { $0 != "$schema" }.joined(separator: ", ")
        let meant = suggestion(for: member.key, among: known).map { "did you mean '\($0)'?" }
        self.fail("unknown key; \(meant ?? "the keys here are \(keys)")", at: member.keyPlace)
    }

    // MARK: Scalars

    /// A text; what was written without quotes is taken as it stands, so `no` is the text "no".
    mutating func text(_ node: DocumentNode) -> String? {
        if case .text(let text, isPlain: _) = node.content { return text }
        self.fail("must be a text, not \(node.summary)\(Self.quoteHint(node))", at: node.place)
        return nil
    }

    mutating func template(_ node: DocumentNode) -> Template? {
        guard let text = self.text(node) else { return nil }
        do {
            let template = try Template(text)
            self.templates.append(
                .init(agent: self.agent, template: template, place: node.place, keyPath: self.keyPath))
            return template
        } catch {
            self.fail(error.message, at: node.place)
            return nil
        }
    }

    mutating func boolean(_ node: DocumentNode) -> Bool? {
        switch node.plainText {
        case "true": return true
        case "false": return false
        default:
            self.fail("must be true or false, not \(node.summary)", at: node.place)
            return nil
        }
    }

    mutating func integer(_ node: DocumentNode, in range: ClosedRange<Int>) -> Int? {
        let value = node.plainText.flatMap { Int($0) }
        if let value, range.contains(value) { return value }
        let bounds = "from \(range.lowerBound) to \(range.upperBound)"
        self.fail("must be a whole number \(bounds), not \(node.summary)", at: node.place)
        return nil
    }

    mutating func number(_ node: DocumentNode, in range: ClosedRange<Double>) -> Double? {
        let value = node.plainText.flatMap { Double($0) }
        if let value, range.contains(value) { return value }
        // Bounds are whole numbers; "0.0" would look like a claim about digits.
        let bounds = "from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        self.fail("must be a number \(bounds), not \(node.summary)", at: node.place)
        return nil
    }

    mutating func choice<Value>(_ node: DocumentNode, _ values: [(name: String, value: Value)]) -> Value? {
        guard let text = self.text(node) else { return nil }
        if let found = values.first(where: { $0.name == text }) { return found.value }
        let names = values.map(\.name)
        let meant = suggestion(for: text, among: names).map { "did you mean '\($0)'?" }
        let hint = meant ?? "use \(names.joined(separator: ", "))"
        self.fail("\(quoted(text)) is not known here; \(hint)", at: node.place)
        return nil
    }

    // MARK: Lists and maps

    mutating func list<Value>(
        _ node: DocumentNode, atLeast minimum: Int = 0, _ read: (inout Self, DocumentNode) -> Value?
    ) -> [Value]? {
        guard case .list(let elements) = node.content else {
            let example = node.plainText.map(harmless) ?? "…"
            self.fail("must be a list, as [\(example)], not \(node.summary)", at: node.place)
            return nil
        }
        if elements.count < minimum { self.fail("must have at least \(minimum) entry", at: node.place) }
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            self.within("[\(index)]") { reader in
                if let value = read(&reader, element) { values.append(value) }
            }
        }
        return values.count == elements.count && elements.count >= minimum ? values : nil
    }

    mutating func textMap(_ node: DocumentNode) -> [String: String]? {
        guard let members = self.members(of: node) else { return nil }
        var values: [String: String] = [:]
        for member in members {
            values[member.key] = self.within(harmless(member.key)) { reader in reader.text(member.value) }
        }
        return values.count == members.count ? values : nil
    }

    /// Names of other agents, each noted with its place.
    mutating func agentNames(_ node: DocumentNode) -> [String]? {
        self.list(node) { reader, element in
            guard let name = reader.text(element) else { return nil }
            reader.mentions.append(
                .init(agent: reader.agent, name: name, place: element.place, keyPath: reader.keyPath))
            return name
        }
    }

    private static func quoteHint(_ node: DocumentNode) -> String {
        guard case .object = node.content else { return "" }
        return "; a text that begins with { or contains ': ' must stand in quotes"
    }
}
