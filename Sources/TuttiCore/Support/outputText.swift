/// The text of an agent's result, for reports, events and templates.
package func outputText(of value: any Sendable) -> String {
    if let output = exactly(value, AgentOutput.self) { return output.text }
    return switch value {
    case let text as String: text
    case let output as AgentOutput: output.text
    case is Void: ""
    default: String(describing: value)
    }
}
