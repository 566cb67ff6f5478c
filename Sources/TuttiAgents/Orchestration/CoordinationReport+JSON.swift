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
        object["speculation"] = self.speculation.json
        object["citations"] = .array(
            self.citations.map { ["source": .string($0.source), "quote": .string($0.quote)] })
        return .object(object)
    }
}
