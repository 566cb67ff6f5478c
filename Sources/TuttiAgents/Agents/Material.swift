package import TuttiCore

/// What other agents found, written into a prompt as quoted data.
///
/// Every line starts with `> `, so that no text can end its own quotation and go on as an instruction.
package enum Material {
    /// The most characters of one agent's text.
    package static let maximumLength = 6000

    /// One section for each input that is there, and a line for each that is missing; empty without inputs.
    package static func text(_ inputs: AgentInputs) -> String {
        let sections = inputs.all.map { input in
            switch input.output {
            case .available(let output): Self.section(input.name, output)
            case .missing(let reason): "What \"\(input.name)\" found is missing: \(reason)."
            }
        }
        return sections.joined(separator: "\n\n")
    }

    /// The text as a quotation.
    package static func quoted(_ text: String) -> String {
        let start = text.prefix(Self.maximumLength)
        let lines = start.sanitized.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
        return lines.joined(separator: "\n") + (start.endIndex == text.endIndex ? "" : "\n> …")
    }

    private static func section(_ name: String, _ output: AgentOutput) -> String {
        var text = "What \"\(name)\" found:\n\(Self.quoted(output.text))"
        var seen: Set<String> = []
        let sources = output.citations.prefix(20).map { $0.source.sanitizedLine(maximumLength: 200) }
            .filter { seen.insert($0).inserted }
        if !sources.isEmpty { text += "\n> Sources: \(sources.joined(separator: "; "))" }
        return text
    }
}
