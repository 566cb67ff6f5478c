internal import TuttiCore

extension WorkflowReader {
    /// A time with its unit; `0` needs none.
    mutating func duration(_ node: DocumentNode, isPositive: Bool = false) -> Duration? {
        guard let text = self.text(node) else { return nil }
        guard let duration = Duration(text: text) else {
            self.fail(Self.durationMessage(text), at: node.place)
            return nil
        }
        if isPositive, duration <= .zero {
            self.fail("must be longer than zero, not \(quoted(text))", at: node.place)
            return nil
        }
        return duration
    }

    private static func durationMessage(_ text: String) -> String {
        if text.hasPrefix("-") { return "a time must not be negative: \(quoted(text))" }
        if Double(text) != nil { return "\(quoted(text)) has no unit: write \(text)ms or \(text)s" }
        return "\(quoted(text)) is not a time: write it as 500ms, 1.5s, 2m or 1h"
    }
}
