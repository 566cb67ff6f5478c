/// The text of an agent's result, for reports, events and templates.
package func outputText(of value: any Sendable) -> String {
    // What most agents give; a text is not to be cast to it in vain.
    if type(of: value) == AgentOutput.self, let output = cast(value, to: AgentOutput.self) { return output.text }
    return switch value {
    case let text as String: text
    case let output as AgentOutput: output.text
    case is Void: ""
    default: String(describing: value)
    }
}
