extension Workflow {
    /// The most agents of a workflow.
    static let maximumAgents = 1_000

    /// The keys at the top of a file.
    static let fields: [Field<Workflow>] = [
        Field("$schema", .text, "The JSON Schema that editors check the file with; not read.") { _, _, _ in },
        .text("name", "The name of the workflow in reports; by default that of the file.") { $0.name = $1 },
        .text("description", "What the workflow is for.") { $0.description = $1 },
        .duration("deadline", isPositive: true, "The time for the whole run.") { $0.deadline = $1 },
        Field(
            "reserve", .either([.choice(["auto"]), .duration]),
            "The time before the deadline that is kept for the final agents; auto, as when nothing is said, is what they are "
                + "expected to need."
        ) {
            if $0.plainText != "auto", let reserve = $2.duration($0) { $1.reserve = reserve }
        },
        .integer("maxParallel", 1...10_000, "The most agents at work at the same moment; by default no limit.") {
            $0.maximumParallel = $1
        },
        .duration("startSpacing", "The least time between the starts of two agents.") { $0.startSpacing = $1 },
        .boolean("failFast", "Whether the first agent that fails cancels all others.") { $0.failsFast = $1 },
        Field("agents", .object("agents"), required: true, "The agents by name.") { node, workflow, reader in
            workflow.agents = reader.agents(node)
        },
    ]
}

extension WorkflowReader {
    /// Reads a whole document.
    mutating func workflow(_ node: DocumentNode, named name: String) -> Workflow {
        var workflow = Workflow(name: name)
        _ = self.object(node, into: &workflow, Workflow.fields)
        return workflow
    }

    fileprivate mutating func agents(_ node: DocumentNode) -> [WorkflowAgent] {
        guard let members = self.members(of: node) else { return [] }
        if members.isEmpty { self.fail("has no agent: add at least one", at: node.place) }
        if members.count > Workflow.maximumAgents {
            self.fail("\(members.count) agents: at most \(Workflow.maximumAgents) are allowed", at: node.place)
            return []
        }
        return members.map { member in
            self.within(harmless(member.key)) { reader in
                reader.agentPlaces[member.key] = member.keyPlace
                reader.agent = member.key
                reader.checkName(member)
                return reader.agent(member)
            }
        }
    }

    private mutating func checkName(_ member: DocumentNode.Member) {
        let isControl = { (scalar: Unicode.Scalar) in
            [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        guard member.key.isEmpty || member.key.utf8.count > 128 || member.key.unicodeScalars.contains(where: isControl)
        else { return }
        self.fail("cannot be the name of an agent: 1 to 128 bytes without control characters", at: member.keyPlace)
    }
}
