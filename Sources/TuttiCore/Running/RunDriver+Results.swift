extension RunDriver {
    /// The result of an agent that has ended, or why there is none.
    func value(of node: Int) -> Wanted<any Sendable> {
        if let value = self.results[node] { return .available(value) }
        let reason = self.state.withLock { $0.machine.missingReason(of: node) }
        if let reason { return .missing(reason) }
        guard let value = self.results[node] ?? self.table.declarations[node].options.fallback else {
            preconditionFailure("'\(self.name(of: node))' succeeded and has neither a result nor a fallback")
        }
        return .available(value)
    }

    /// Where the result of an input stands that has succeeded; nil when its fallback does. It stays there while the run
    /// exists.
    func place(of node: Int) -> UnsafePointer<any Sendable>? { self.results.place(of: node) }

    /// The result of an input that has succeeded.
    func result(of node: Int) -> any Sendable {
        if let place = self.place(of: node) { return place.pointee }
        guard let fallback = self.table.declarations[node].options.fallback else {
            preconditionFailure("'\(self.name(of: node))' has no result where it was needed")
        }
        return fallback
    }

    func entries(of node: Int) -> [AgentInputs.Entry] {
        self.table.inputs(of: node).map { input in
            let input = Int(input.node)
            return AgentInputs.Entry(node: input, name: self.name(of: input), value: self.value(of: input))
        }
    }

    /// The inputs of an agent that can do without some, as they are at this moment: they may still end. Nil for all
    /// others, whose inputs do not change any more.
    @inline(__always)
    func snapshot(of node: Int) -> AgentInputs? {
        self.table.agents[node].mayMissInputs ? AgentInputs(entries: self.entriesNow(of: node)) : nil
    }

    @inline(never)
    private func entriesNow(of node: Int) -> [AgentInputs.Entry] {
        self.state.withLock { state in
            state.machine.inputs(of: node).map { input in
                let value: Wanted<any Sendable> =
                    state.machine.missingReason(of: input).map { .missing($0) }
                    ?? (self.results[input] ?? self.table.declarations[input].options.fallback)
                    .map { .available($0) } ?? .missing(.notYet)
                return AgentInputs.Entry(node: input, name: self.name(of: input), value: value)
            }
        }
    }
}
