import Testing
import TuttiWorkflows

/// A file that must be refused, and with which text.
struct BadWorkflow: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var expected: String

    init(_ name: String, _ text: String, _ expected: String) {
        self.name = name
        self.text = text
        self.expected = expected
    }

    var testDescription: String { self.name }

    /// The text of the error, "accepted" when there is none.
    var actual: String {
        do {
            _ = try Workflow(parsing: self.text, file: "w.yaml")
            return "accepted"
        } catch {
            return error.description
        }
    }
}
