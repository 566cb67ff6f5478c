public import TuttiJSON

/// Tells in words whom a question was given to, whom not, and why: from the report of the run, fresh or stored.
public struct CoordinationExplanation: Sendable {
    private let report: JSONValue
    private let history: ChoiceHistory?

    /// Creates an explanation.
    ///
    /// - Parameters:
    ///   - report: ``CoordinationReport/json``, as a ``CoordinationRecord`` keeps it too. What is missing is left out.
    ///   - history: What was learned by now, for the hit rates; nil leaves them out.
    public init(of report: JSONValue, knowing history: ChoiceHistory? = nil) {
        self.report = report
        self.history = history
    }

    /// The lines for a person; what models wrote in them cannot pass for a line of its own, nor command a terminal.
    public var lines: [String] {
        let lines =
            [self.selectionLine, self.strategyLine].compactMap(\.self) + self.askedLines + self.unaskedLines
            + self.speculationLines
        return lines.map { line in
            let text = line.drop { $0 == " " }
            return line.prefix(line.count - text.count) + text.sanitizedLine(maximumLength: Self.maximumLength)
        }
    }

    /// The most characters of a line; models wrote most of it, and may write pages.
    private static let maximumLength = 2000

    // MARK: The parts

    private var kind: String? { self.report["selection"]?["kind"]?.string }

    private var selectionLine: String? {
        guard let kind, let reason = self.report["selection"]?["reason"]?.string else { return nil }
        return "A question of the kind '\(kind)': \(reason)."
    }

    private var strategyLine: String? {
        if self.report["strategyFallback"] == true {
            return "There was no usable strategy, so the standard agents were asked."
        }
        let reasoning = self.report["strategy"]?["reasoning"]?.string ?? ""
        if !reasoning.isEmpty { return "Whom to ask: \(reasoning)" }
        return self.assignments.isEmpty ? "Nobody was asked: the answer needs no agent." : nil
    }

    /// The agents that had begun before they were chosen.
    private var begunEarly: [String] { self.report["speculation"]?["agents"]?.array?.compactMap(\.string) ?? [] }

    private var assignments: [JSONValue] { self.report["strategy"]?["agents"]?.array ?? [] }

    private var askedLines: [String] {
        self.assignments.flatMap { assignment -> [String] in
            guard let name = assignment["name"]?.string else { return [] }
            let agent = self.agent(name)
            var words = [agent?["status"]?.string ?? "not asked"]
            if let start = agent?["startMs"]?.double, let end = agent?["endMs"]?.double {
                words.append("from \(Self.milliseconds(start)) to \(Self.milliseconds(end))")
            }
            if let rate = self.rate(of: name) { words.append(rate) }
            var lines = ["  \(name): \(words.joined(separator: ", "))"]
            if let prompt = assignment["prompt"]?.string, !prompt.isEmpty {
                // What began before the strategy was there could not wait for a prompt.
                let isEarly = self.begunEarly.contains(name)
                lines.append("    asked: \(isEarly ? "the question itself" : prompt)")
            }
            if let error = agent?["error"]?.string ?? agent?["skipped"]?.string { lines.append("    \(error)") }
            return lines
        }
    }

    private var unaskedLines: [String] {
        let asked = Set(self.assignments.compactMap { $0["name"]?.string })
        let others = (self.report["agents"]?.array ?? []).filter { agent in
            guard let name = agent["name"]?.string else { return false }
            return !asked.contains(name) && name != AgentDirectory.answerName && name != AgentDirectory.strategistName
        }
        return others.map { agent in
            let name = agent["name"]?.string ?? ""
            let begun = agent["startMs"]?.double == nil ? "not asked" : "begun on suspicion and stopped"
            let words = [begun, agent["skipped"]?.string, self.rate(of: name)].compactMap(\.self)
            return "  \(name): \(words.joined(separator: ", "))"
        }
    }

    private var speculationLines: [String] {
        guard let speculation = self.report["speculation"], let started = speculation["started"]?.integer, started > 0
        else { return [] }
        let used = speculation["used"]?.integer ?? 0
        let saved = Self.milliseconds(speculation["savedMs"]?.double ?? 0)
        let ready = speculation["readyBeforeStrategy"] == true ? "; all results were there before the strategy" : ""
        return ["\(started) begun before they were chosen, \(used) of them used, \(saved) saved\(ready)."]
    }

    private func agent(_ name: String) -> JSONValue? {
        self.report["agents"]?.array?.first { $0["name"]?.string == name }
    }

    private func rate(of agent: String) -> String? {
        guard let kind, let likelihood = self.history?.likelihood(of: agent, kind) else { return nil }
        return "chosen for \(Int((likelihood * 100).rounded())) % of such questions"
    }

    private static func milliseconds(_ value: Double) -> String {
        Int(exactly: value.rounded()).map { "\($0) ms" } ?? "\(value) ms"
    }
}
