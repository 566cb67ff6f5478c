/// A value of a document and where it stands: the same for YAML and JSON, and small.
struct DocumentNode {
    enum Content {
        /// Nothing was written, or `null` or `~` without quotes.
        case null
        /// A text; `isPlain` when it was written without quotes, so that it may be meant as a number or a boolean.
        case text(String, isPlain: Bool)
        case list([DocumentNode])
        case object([Member])
    }

    struct Member {
        var key: String
        var keyPlace: WorkflowError.Place
        var value: DocumentNode
    }

    var place: WorkflowError.Place
    var content: Content

    var isNull: Bool {
        guard case .null = self.content else { return false }
        return true
    }

    /// The text that was written without quotes, nil for anything else.
    var plainText: String? {
        guard case .text(let text, isPlain: true) = self.content else { return nil }
        return text
    }

    /// What it is, for a message.
    var summary: String {
        switch self.content {
        case .null: "nothing"
        case .text(let text, isPlain: _): quoted(text)
        case .list: "a list"
        case .object: "an object"
        }
    }
}

/// A text of the file in quotes for a message: short, on one line, and harmless to a terminal.
package func quoted(_ text: some StringProtocol) -> String { "'\(harmless(text))'" }

/// A text of the file for a message: short, on one line, and harmless to a terminal.
package func harmless(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(60) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return text.unicodeScalars.count > 60 ? result + "…" : result
}
