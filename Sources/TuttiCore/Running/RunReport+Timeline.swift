extension RunReport {
    /// The run as a bar chart, one line an agent, for a terminal of 100 columns.
    public var timeline: String { self.timeline(width: 100) }

    /// The run as a bar chart, one line an agent; one that waited to be chosen and was not has none.
    ///
    /// - Parameter width: The columns of the terminal; at least 40 are used.
    public func timeline(width: Int) -> String {
        let agents = self.agents.filter { $0.start != nil || $0.skipReason?.isChoice != true }
        let nameWidth = min(max(agents.map(\.name.count).max() ?? 0, 5), 24)
        let noteWidth = 22
        let barWidth = max(width - nameWidth - noteWidth - 6, 12)
        let total = max(self.wallTime, .microseconds(1))
        let lines = agents.map { agent in
            let name = Self.padded(agent.name, to: nameWidth)
            guard let start = agent.start else {
                return "\(name)  │\(String(repeating: " ", count: barWidth))│ \(agent.note)"
            }
            let from = min(Int(start / total * Double(barWidth)), barWidth - 1)
            let to = min(max(Int((agent.end / total * Double(barWidth)).rounded()), from + 1), barWidth)
            let bar = String(repeating: " ", count: from) + String(repeating: agent.barCharacter, count: to - from)
            return "\(name)  │\(Self.padded(bar, to: barWidth))│ \(agent.note)"
        }
        return (lines + [self.summary]).joined(separator: "\n")
    }

    /// One line: what came of the run, how long it took, and what running in parallel gained.
    public var summary: String {
        var text = "\(self.status.rawValue) in \(self.wallTime.shortText)"
        if let deadline { text += " of \(deadline.shortText)" }
        if self.maximumConcurrency > 1 {
            text += " · one after another \(self.sequentialTime.shortText)"
            text += " · \(Double(Int((self.speedup * 10).rounded())) / 10)× faster"
        }
        return text
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text.count > width
            ? String(text.prefix(width - 1)) + "…" : text + String(repeating: " ", count: width - text.count)
    }
}

extension AgentReport {
    fileprivate var barCharacter: Character {
        switch self.state {
        case .succeeded: self.isFallback ? "▒" : "█"
        case .failed: "x"
        case .timedOut, .cancelled: "░"
        case .skipped: "·"
        }
    }

    fileprivate var note: String {
        switch self.state {
        case .succeeded: self.isFallback ? "fallback" : self.duration.shortText
        case .failed: "failed"
        case .timedOut: self.abandoned > 0 ? "timed out, abandoned" : "timed out"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        }
    }
}

extension String {
    fileprivate init(repeating character: Character, count: Int) {
        self = String(repeating: String(character), count: count)
    }
}
