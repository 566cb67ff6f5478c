extension ExecutionPlan {
    /// The plan as a Mermaid flow chart; a dotted arrow is an input that may be missing, a nested plan a box around it.
    public var mermaid: String { (["flowchart LR"] + self.mermaid("n", "    ")).joined(separator: "\n") + "\n" }

    /// - Parameters:
    ///   - prefix: What the identifiers of the agents begin with.
    ///   - indent: The white space before each line.
    private func mermaid(_ prefix: String, _ indent: String) -> [String] {
        var lines: [String] = []
        let agents = self.drawnAgents
        for (index, agent) in agents.enumerated() {
            let texts = Self.texts(agent).map {
                Self.escape($0, ["\"": "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;"])
            }
            let (node, label) = ("\(prefix)\(index)", "\"\(texts.joined(separator: "<br/>"))\"")
            if let plan = agent.plan {
                lines.append("\(indent)subgraph \(node)[\(label)]")
                lines += plan.mermaid("\(node)_", indent + "    ")
                lines.append("\(indent)end")
            } else {
                lines.append("\(indent)\(node)" + (agent.isFinal ? "([\(label)])" : "[\(label)]"))
            }
        }
        for (index, agent) in agents.enumerated() {
            for input in agent.inputs {
                let label = agent.label(of: input.kind).map { "|\($0)|" } ?? ""
                let arrow = input.kind == .needs ? "-->" : "-.->\(label)"
                lines.append("\(indent)\(prefix)\(input.node) \(arrow) \(prefix)\(index)")
            }
        }
        return lines
    }

    /// The plan in Graphviz' language; a dashed edge is an input that may be missing, a nested plan a cluster beside it.
    public var dot: String {
        let head = ["digraph \"\(Self.escaped(self.name))\" {", "    rankdir=LR; node [shape=box];"]
        return (head + self.dot("n", "    ") + ["}"]).joined(separator: "\n") + "\n"
    }

    private func dot(_ prefix: String, _ indent: String) -> [String] {
        var lines: [String] = []
        let agents = self.drawnAgents
        for (index, agent) in agents.enumerated() {
            let (node, shape) = ("\(prefix)\(index)", agent.isFinal ? ", shape=oval" : "")
            let label = Self.texts(agent).map(Self.escaped).joined(separator: "\\n")
            lines.append("\(indent)\(node) [label=\"\(label)\"\(shape)];")
            guard let plan = agent.plan else { continue }
            lines.append("\(indent)subgraph cluster_\(node) {")
            lines.append("\(indent)    label=\"\(Self.escaped(plan.name))\";")
            lines += plan.dot("\(node)_", indent + "    ")
            lines.append("\(indent)}")
            lines.append("\(indent)\(node) -> \(node)_0 [style=dotted, arrowhead=none];")
        }
        for (index, agent) in agents.enumerated() {
            for input in agent.inputs {
                let label = agent.label(of: input.kind).map { ", label=\"\($0)\"" } ?? ""
                let style = input.kind == .needs ? "" : " [style=dashed\(label)]"
                lines.append("\(indent)\(prefix)\(input.node) -> \(prefix)\(index)\(style);")
            }
        }
        return lines
    }

    /// The lines in the box of an agent.
    private static func texts(_ agent: DrawnAgent) -> [String] {
        [agent.name] + (agent.condition.map { ["when \($0)"] } ?? []) + agent.notes
    }

    private static func escaped(_ text: String) -> String { Self.escape(text, ["\"": "\\\"", "\\": "\\\\"]) }

    /// Works on scalars: a quote with a combining mark is one character, and still ends a string.
    private static func escape(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
