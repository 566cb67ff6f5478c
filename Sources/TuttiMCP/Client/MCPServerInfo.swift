/// What a server said of itself when we connected.
public struct MCPServerInfo: Hashable, Sendable {
    /// The name that the server gives itself.
    public var name: String
    /// The version of the server.
    public var version: String
    /// The version of the protocol that both sides speak from now on.
    public var protocolVersion: String
    /// How the server wants to be used: untrusted text.
    public var instructions: String

    /// Creates what a server says of itself.
    public init(name: String, version: String, protocolVersion: String, instructions: String = "") {
        self.name = name
        self.version = version
        self.protocolVersion = protocolVersion
        self.instructions = instructions
    }
}
