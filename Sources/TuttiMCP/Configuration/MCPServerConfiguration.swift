/// How one MCP server is started, in the `mcpServers` shape that many clients share.
///
/// ```json
/// {"mcpServers": {"todo": {"command": "cadence", "args": ["mcp"], "env": {"CADENCE_HOME": "/tmp/todo"}}}}
/// ```
public struct MCPServerConfiguration: Hashable, Sendable {
    /// The name of the server: the key of its entry.
    public var name: String
    /// The program: a path, or a name that is looked for in `PATH`. No shell ever reads it.
    public var command: String
    /// The arguments, without the program.
    public var arguments: [String]
    /// Variables that the server gets in addition to the scrubbed environment.
    public var environment: [String: String]
    /// The directory in which the server starts; nil for ours.
    public var workingDirectory: String?
    /// Whether the server is configured but not to be started.
    public var isDisabled: Bool

    /// Creates a configuration.
    public init(
        name: String, command: String, arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String? = nil, isDisabled: Bool = false
    ) {
        self.name = name
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.isDisabled = isDisabled
    }

    /// Reads a configuration file: every server, the disabled ones included, in the order of the file.
    ///
    /// Keys of other clients, such as `autoApprove`, are accepted and ignored; any further key is an error.
    /// - Parameter file: The name of the file, for the errors.
    /// - Throws: ``MCPError/Code/invalidConfiguration`` with the file, the line and the key.
    public static func parse(_ text: some Sequence<UInt8>, file: String) throws(MCPError) -> [Self] {
        try MCPConfigurationReader(Array(text), file: file).servers()
    }
}
