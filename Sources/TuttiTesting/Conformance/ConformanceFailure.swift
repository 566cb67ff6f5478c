/// What an implementation of a protocol does, and must not.
public struct ConformanceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the suite: what the implementation claims to be.
    public var suite: String
    /// The rule that is broken.
    public var rule: String
    /// What was found, and what was expected.
    public var problem: String

    /// The suite, the rule and the problem, for a person.
    public var description: String { "\(self.suite) breaks the rule \"\(self.rule)\": \(self.problem)" }
}
