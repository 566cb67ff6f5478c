extension TimedGraph {
    /// The makespan of the order that a plain queue gives: what is ready first starts first.
    ///
    /// The baseline of W9, computed here and not run by Tutti.
    func firstComeMakespan(parallel: Int) -> Double {
        var missing = self.dependencies.map(\.count)
        var dependents: [[Int]] = Array(repeating: [], count: missing.count)
        for (node, inputs) in self.dependencies.enumerated() {
            for input in inputs { dependents[input].append(node) }
        }
        var queue = missing.indices.filter { missing[$0] == 0 }[...]
        var running: [(end: Double, node: Int)] = []
        var now = 0.0
        while true {
            while running.count < parallel, let node = queue.popFirst() {
                running.append((now + self.seconds[node], node))
            }
            // Small enough that a heap would not be faster.
            guard let next = running.indices.min(by: { running[$0] < running[$1] }) else { return now }
            let ended = running.remove(at: next)
            now = ended.end
            for dependent in dependents[ended.node] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { queue.append(dependent) }
            }
        }
    }
}
