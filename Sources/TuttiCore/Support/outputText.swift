/// The text of an agent's result, for reports, events and templates.
package func outputText(of value: any Sendable) -> String {
    // What most agents give, told by its type alone: casting a value in vain takes ten times as long, and a listener asks
    // for the text of every result.
    let type = type(of: value)
    if type == AgentOutput.self, let output = cast(value, to: AgentOutput.self) { return output.text }
    if type == String.self, let text = cast(value, to: String.self) { return text }
    if type == Int.self, let number = cast(value, to: Int.self) { return String(number) }
    return switch value {
    case let text as String: text
    case let output as AgentOutput: output.text
    case is Void: ""
    default: String(describing: value)
    }
}
