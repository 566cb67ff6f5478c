/// The text of an agent's result, for reports, events and templates.
package func outputText(of value: any Sendable) -> String {
    switch value {
    case let text as String: text
    case let output as AgentOutput: output.text
    case is Void: ""
    default: String(describing: value)
    }
}
