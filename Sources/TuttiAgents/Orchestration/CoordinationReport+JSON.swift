internal import TuttiCore
public import TuttiJSON

extension CoordinationReport {
    /// The report of the run as one JSON object, with the strategy and the places the answer rests on.
    public var json: JSONValue {
        guard var object = self.run.json.object else { return self.run.json }
        object["status"] = .string(self.status.rawValue)
        object["output"] = self.answer.map { .string($0) } ?? .null
        object["warnings"] = .array(self.warnings.map { .string($0) })
        object["question"] = .string(self.question.text)
        object["strategy"] = self.strategy.json
        object["strategyMs"] = .double(self.strategyTime.roundedMilliseconds)
        object["strategyFallback"] = .bool(self.isFallback)
        object["selection"] =
            self.selection.map {
                ["kind": .string($0.kind), "choice": .string($0.choice.word), "reason": .string($0.reason)]
            }
            ?? .null
        object["speculation"] = self.speculation.json
        object["citations"] = .array(
            self.citations.map { ["source": .string($0.source), "quote": .string($0.quote)] })
        return .object(object)
    }
}

extension Selection.Choice {
    /// The choice as the file of rules writes it.
    var word: String {
        switch self {
        case .nobody: "nobody"
        case .agents(let names): "agents \(names.joined(separator: ", "))"
        case .everyone: "everyone"
        case .strategist: "strategist"
        }
    }
}
