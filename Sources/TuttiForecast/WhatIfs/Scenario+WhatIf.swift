internal import TuttiCore
internal import TuttiWorkflows

extension Scenario {
    /// The same scenario with changes: `memory.duration*0.5`, `maxParallel=5`, or several with commas between them.
    ///
    /// - Throws: ``WhatIfError``, which names the agent or the setting that was probably meant.
    package func changed(by whatIf: String) throws(WhatIfError) -> Scenario {
        var scenario = self
        scenario.name = whatIf
        for part in whatIf.split(separator: ",", omittingEmptySubsequences: false) {
            try scenario.apply(Change(part))
        }
        if let deadline = scenario.workflow.deadline, let reserve = scenario.workflow.reserve, reserve >= deadline {
            throw WhatIfError(
                description: "the reserve of \(reserve.shortText) must be shorter than the deadline of "
                    + "\(deadline.shortText): change both, as deadline=1s, reserve=300ms")
        }
        return scenario
    }

    private mutating func apply(_ change: Change) throws(WhatIfError) {
        if let (index, key) = self.agentAndKey(of: change.target) {
            return try self.apply(change, key: key, toAgent: index)
        }
        if let setting = Settings.ofRun.first(where: { $0.key == change.target }) {
            return try setting.apply(change, to: &self.workflow)
        }
        throw self.unknownTarget(change.target)
    }

    /// The agent whose name the target begins with, the longest one: a name may hold a dot.
    private func agentAndKey(of target: String) -> (index: Int, key: String)? {
        let found = self.workflow.agents.indices.filter { target.hasPrefix(self.workflow.agents[$0].name + ".") }
        let longest = found.max { self.workflow.agents[$0].name.utf8.count < self.workflow.agents[$1].name.utf8.count }
        return longest.map { ($0, String(target.dropFirst(self.workflow.agents[$0].name.count + 1))) }
    }

    private mutating func apply(_ change: Change, key: String, toAgent index: Int) throws(WhatIfError) {
        let name = self.workflow.agents[index].name
        if key == Settings.duration { return try self.changeDuration(change, ofAgent: index) }
        if let setting = Settings.ofAgent.first(where: { $0.key == key }) {
            return try setting.apply(change, to: &self.workflow.agents[index])
        }
        var keys = [Settings.duration] + Settings.ofAgent.map(\.key)
        if case .simulated(var simulated) = self.workflow.agents[index].kind {
            if let setting = Settings.ofSimulated.first(where: { $0.key == key }) {
                try setting.apply(change, to: &simulated)
                self.workflow.agents[index].kind = .simulated(simulated)
                return
            }
            keys += Settings.ofSimulated.map(\.key)
        }
        throw WhatIfError(
            description: "\(quoted(name)) has no setting \(quoted(key)) that can be changed; "
                + Self.hint(for: key, among: keys, "the settings are"))
    }

    // MARK: Durations

    private mutating func changeDuration(_ change: Change, ofAgent index: Int) throws(WhatIfError) {
        if case .simulated(var simulated) = self.workflow.agents[index].kind {
            simulated.duration = try Self.duration(simulated.duration, after: change)
            self.workflow.agents[index].kind = .simulated(simulated)
            return
        }
        let name = self.workflow.agents[index].name
        var standIn = self.standIns[name] ?? StandIn()
        if standIn.stated != nil || change.sign == .set {
            standIn.stated = try Self.duration(standIn.stated ?? .fixed(.zero), after: change)
        } else if standIn.isKnown {
            let (factor, offset) = try Self.adjustment(change)
            standIn.factor *= factor
            standIn.offset = standIn.offset * factor + offset
        } else {
            throw WhatIfError(
                description: "nobody knows how long \(quoted(name)) takes: set it with \(change.target)=…")
        }
        self.standIns[name] = standIn
    }

    private static func duration(_ old: SimulatedDuration, after change: Change) throws(WhatIfError)
        -> SimulatedDuration
    {
        guard change.sign == .set else {
            let (factor, offset) = try Self.adjustment(change)
            return .adjusted(old, factor: factor, offset: offset)
        }
        guard let dots = change.value.firstRange(of: "..") else { return .fixed(try change.duration()) }
        // The median and the 95th percentile.
        guard let p50 = Duration(text: change.value[..<dots.lowerBound]),
            let p95 = Duration(text: change.value[dots.upperBound...]), .zero < p50, p50 <= p95
        else {
            throw WhatIfError(
                description: "\(change.target): write the median and the 95th percentile as 300ms..900ms, "
                    + "not \(quoted(change.value))")
        }
        return .logNormal(p50: p50, p95: p95)
    }

    private static func adjustment(_ change: Change) throws(WhatIfError) -> (factor: Double, offset: Duration) {
        switch change.sign {
        case .multiply, .divide, .set: (try change.factor(), .zero)
        case .add: (1, try change.duration())
        case .subtract: (1, .zero - (try change.duration()))
        }
    }

    // MARK: What was probably meant

    private func unknownTarget(_ target: String) -> WhatIfError {
        let agents = self.workflow.agents.map(\.name)
        let settings = Settings.ofRun.map(\.key)
        if let dot = target.firstIndex(of: ".") {
            let hint = Self.hint(for: String(target[..<dot]), among: agents, "the agents are")
            return WhatIfError(description: "there is no agent \(quoted(target[..<dot])); \(hint)")
        }
        if agents.contains(target) {
            return WhatIfError(
                description: "\(quoted(target)) is an agent: name a setting of it, as \(target).duration")
        }
        let hint = Self.hint(
            for: target, among: settings, "those of an agent are as memory.duration, those of a run are")
        return WhatIfError(description: "there is no setting \(quoted(target)); \(hint)")
    }

    private static func hint(for word: String, among known: [String], _ introduction: String) -> String {
        if let meant = suggestion(for: word, among: known) { return "did you mean \(quoted(meant))?" }
        let names = known.prefix(12).map { harmless($0) }.joined(separator: ", ")
        return "\(introduction) \(names)\(known.count > 12 ? ", …" : "")"
    }
}
