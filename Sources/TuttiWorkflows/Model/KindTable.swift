/// What an agent of some kind has beside the keys of every agent.
protocol KindPayload: Sendable {
    /// The word at `kind`.
    static var kind: String { get }
    /// The keys of the kind.
    static var fields: [Field<Self>] { get }
    init()
    /// The payload of a kind, nil when it is another kind.
    init?(_ kind: WorkflowAgent.Kind)
    /// The kind with this payload.
    var asKind: WorkflowAgent.Kind { get }
}

/// The keys of one kind of agent, whatever its payload.
struct KindTable: Sendable {
    let name: String
    let initial: WorkflowAgent.Kind
    let fields: [Field<WorkflowAgent>]

    init<Payload: KindPayload>(_ payload: Payload.Type) {
        self.name = Payload.kind
        self.initial = Payload().asKind
        self.fields = Payload.fields.map { field in
            field.lifted({ Payload($0.kind) }) { agent, payload in agent.kind = payload.asKind }
        }
    }

    /// The kinds of this version.
    static let all = [
        KindTable(WorkflowAgent.Simulated.self), KindTable(WorkflowAgent.Command.self),
        KindTable(WorkflowAgent.LLM.self), KindTable(WorkflowAgent.MCP.self), KindTable(WorkflowAgent.Memory.self),
        KindTable(WorkflowAgent.Documents.self), KindTable(WorkflowAgent.Nested.self),
    ]

    /// Kinds that are planned; their name deserves more than "unknown".
    static let planned = [
        "http": "http agents are not available in this version; a command that calls curl may do"
    ]
}

extension WorkflowReader {
    /// Reads one agent: the kind first, because it decides which keys there are.
    mutating func agent(_ member: DocumentNode.Member) -> WorkflowAgent {
        var agent = WorkflowAgent(member.key, .simulated(.init()))
        if member.value.isNull {
            self.fail("has no value: give it at least 'kind'", at: member.keyPlace)
            return agent
        }
        guard let members = self.members(of: member.value, keys: ["kind", "needs"]) else { return agent }
        guard let table = self.kindTable(members) else {
            // The keys of an unknown kind are unknown: only those of every kind are looked at.
            let common = WorkflowAgent.fields
            let known = members.filter { member in common.contains { $0.key == member.key } }
            _ = self.object(.init(place: member.value.place, content: .object(known)), into: &agent, common)
            return agent
        }
        agent.kind = table.initial
        self.failForeignKeys(members, of: table)
        let own = members.filter { !Self.isForeign($0.key, to: table) }
        let node = DocumentNode(place: member.value.place, content: .object(own))
        _ = self.object(node, into: &agent, WorkflowAgent.fields + table.fields)
        self.resolveFallbackModel(of: &agent)
        self.needListOfMap(&agent)
        return agent
    }

    mutating func kindTable(_ members: [DocumentNode.Member]) -> KindTable? {
        guard let node = members.first(where: { $0.key == "kind" })?.value, !node.isNull else { return nil }
        return self.within("kind") { reader in
            guard let name = reader.text(node) else { return nil }
            if let table = KindTable.all.first(where: { $0.name == name }) { return table }
            if let message = KindTable.planned[name] {
                reader.fail(message, at: node.place)
                return nil
            }
            let names = KindTable.all.map(\.name)
            let meant = suggestion(for: name, among: names).map { "did you mean '\($0)'? " } ?? ""
            let hint = "\(meant)the kinds are \(names.joined(separator: ", "))"
            reader.fail("unknown kind \(quoted(name)); \(hint)", at: node.place)
            return nil
        }
    }

    /// A key that only other kinds have says so, instead of being unknown.
    private mutating func failForeignKeys(_ members: [DocumentNode.Member], of table: KindTable) {
        for member in members where Self.isForeign(member.key, to: table) {
            let owners = KindTable.all.filter { $0.fields.contains { $0.key == member.key } }.map(\.name)
            self.within(member.key) { reader in
                let kinds = owners.joined(separator: " and ")
                reader.fail(
                    "a key of \(kinds) agents, and this one is \(table.name): remove the key, or change 'kind'",
                    at: member.keyPlace)
            }
        }
    }

    private static func isForeign(_ key: String, to table: KindTable) -> Bool {
        guard !WorkflowAgent.fields.contains(where: { $0.key == key }) else { return false }
        guard !table.fields.contains(where: { $0.key == key }) else { return false }
        return KindTable.all.contains { $0.fields.contains { $0.key == key } }
    }
}
