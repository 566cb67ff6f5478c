/// What a program wrote that ended with success.
public struct CommandResult: Hashable, Sendable {
    /// Its whole standard output.
    public var standardOutput: [UInt8]
    /// The last 8 KiB of its standard error.
    public var standardError: String

    /// The standard output as text; what is no UTF-8 is replaced.
    public var text: String { String(decoding: self.standardOutput, as: UTF8.self) }
}
