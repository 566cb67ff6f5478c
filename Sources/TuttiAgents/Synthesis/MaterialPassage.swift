internal import TuttiCore
internal import TuttiJSON

/// A finding of an agent, or a quotation with its place.
struct MaterialPassage {
    var agent: String
    /// The place of a quotation; nil for a finding.
    var citation: Citation?
    var text: String

    /// How a model is shown it.
    func json(number: Int?) -> JSONValue {
        guard let citation else { return ["agent": .string(self.agent), "text": .string(self.text)] }
        return [
            "number": number.map { .integer($0) } ?? .null, "place": .string(citation.source),
            "quote": .string(self.text),
        ]
    }

    /// The bytes that it takes, whatever its number is.
    var size: Int { self.json(number: nil).serialized().utf8.count + 1 }
}
