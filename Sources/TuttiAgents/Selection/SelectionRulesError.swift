/// What is wrong in a file of rules, and where.
public struct SelectionRulesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the file, as it was given.
    public var file: String
    /// The line, from 1; nil for what is wrong with the file as a whole.
    public var line: Int?
    /// What is wrong, and what to do.
    public var message: String

    /// `selection.rules:3: unknown list 'greeting'; …`
    public var description: String {
        self.line.map { "\(self.file):\($0): \(self.message)" } ?? "\(self.file): \(self.message)"
    }
}
