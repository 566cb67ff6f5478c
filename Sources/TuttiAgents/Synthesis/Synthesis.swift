public import TuttiCore

/// One answer made of what several agents found.
public struct Synthesis: Hashable, Sendable {
    /// The answer, with the places it cites in the order of their numbers.
    public var output: AgentOutput
    /// Whether it says everything it was to say; false when time, a limit or a failure cut it short.
    public var isWhole = true
    /// Whether it only quotes, without a model.
    public var isExtract = false

    /// Creates an answer that is whole.
    public init(_ output: AgentOutput) { self.output = output }
}

extension Synthesis: CustomStringConvertible {
    /// The text of the answer.
    public var description: String { self.output.text }
}
