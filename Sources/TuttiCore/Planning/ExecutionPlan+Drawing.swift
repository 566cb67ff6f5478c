public import TuttiJSON

extension ExecutionPlan: CustomStringConvertible {
    /// One agent as a drawing sees it.
    private struct Node {
        var name: String
        var isFinal: Bool
        var quorum: Int
        var expectedDuration: Duration
        var inputs: [(node: Int, kind: DependencyEdge.Kind)]
    }

    private var nodes: [Node] { self.table.agents.indices.map(self.node) }

    private func node(_ index: Int) -> Node {
        let agent = self.table.agents[index]
        return Node(
            name: self.table.declarations[index].name, isFinal: agent.isFinal, quorum: Int(agent.quorum),
            expectedDuration: agent.expectedDuration.duration,
            inputs: self.table.inputs(of: index).map { (Int($0.node), $0.kind) })
    }

    /// The plan for a terminal: a line a phase, each agent with what it waits for.
    public var description: String {
        var lines = [
            "\(self.name): \(Self.count(self.table.count, "agent")), \(Self.count(self.phases.count, "phase"))"
        ]
        let nodes = Dictionary(self.nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, phase) in self.phases.enumerated() {
            let labels = phase.map { name in nodes[name].map(self.label) ?? name }
            lines.append("  \(index + 1)  " + labels.joined(separator: "\n     "))
        }
        if self.expectedDuration > .zero {
            let path = self.criticalPath.joined(separator: " → ")
            lines.append("critical path: \(path) (\(self.expectedDuration.shortText))")
        }
        lines += self.warnings.map { "warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    /// The plan as a Mermaid flow chart; a dotted arrow is an input that may be missing.
    public var mermaid: String {
        var lines = ["flowchart LR"]
        for (index, node) in self.nodes.enumerated() {
            let text = Self.escape(node.name, ["\"": "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;"])
            lines.append(node.isFinal ? "    n\(index)([\"\(text)\"])" : "    n\(index)[\"\(text)\"]")
        }
        for (index, node) in self.nodes.enumerated() {
            for input in node.inputs {
                lines.append("    n\(input.node) \(input.kind == .needs ? "-->" : "-.->") n\(index)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The plan in Graphviz' language; a dashed edge is an input that may be missing.
    public var dot: String {
        let escapes: [Unicode.Scalar: String] = ["\"": "\\\"", "\\": "\\\\"]
        var lines = ["digraph \"\(Self.escape(self.name, escapes))\" {", "    rankdir=LR; node [shape=box];"]
        for (index, node) in self.nodes.enumerated() {
            let shape = node.isFinal ? ", shape=oval" : ""
            lines.append("    n\(index) [label=\"\(Self.escape(node.name, escapes))\"\(shape)];")
        }
        for (index, node) in self.nodes.enumerated() {
            for input in node.inputs {
                lines.append("    n\(input.node) -> n\(index)\(input.kind == .needs ? "" : " [style=dashed]");")
            }
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// The plan as JSON.
    public var json: JSONValue {
        [
            "workflow": .string(self.name),
            "phases": .array(self.phases.map { .array($0.map { .string($0) }) }),
            "criticalPath": .array(self.criticalPath.map { .string($0) }),
            "expectedMs": .double(self.expectedDuration.milliseconds),
            "costUSD": .double(self.expectedCost),
            "agents": .array(
                self.nodes.map { node in
                    [
                        "name": .string(node.name),
                        "needs": self.names(of: node, .needs),
                        "wants": self.names(of: node, .wants),
                        "quorum": node.quorum == 0
                            ? nil : ["count": .integer(node.quorum), "of": self.names(of: node, .quorum)],
                        "final": .bool(node.isFinal),
                        "expectedMs": .double(node.expectedDuration.milliseconds),
                    ]
                }),
            "warnings": .array(self.warnings.map { .string($0) }),
        ]
    }

    private func names(of node: Node, _ kind: DependencyEdge.Kind) -> JSONValue {
        .array(node.inputs.filter { $0.kind == kind }.map { .string(self.table.declarations[$0.node].name) })
    }

    private func label(_ node: Node) -> String {
        let groups: [(DependencyEdge.Kind, String)] = [
            (.needs, "needs"), (.wants, "wants"), (.quorum, "\(node.quorum) of"),
        ]
        let inputs = groups.compactMap { kind, word -> String? in
            let names = node.inputs.filter { $0.kind == kind }.map { self.table.declarations[$0.node].name }
            return names.isEmpty ? nil : "\(word) \(names.joined(separator: ", "))"
        }
        let time = node.expectedDuration > .zero ? " (\(node.expectedDuration.shortText))" : ""
        let inputText = inputs.isEmpty ? "" : "  ← \(inputs.joined(separator: "; "))"
        return node.name + time + (node.isFinal ? " [final]" : "") + inputText
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// Works on scalars: a quote with a combining mark is one character, and still ends a string.
    private static func escape(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
