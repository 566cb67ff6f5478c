import Testing
import TuttiMCP

@Suite struct MCPServerConfigurationTests {
    private func parse(_ text: String) throws -> [MCPServerConfiguration] {
        try MCPServerConfiguration.parse(text.utf8, file: "mcp.json")
    }

    @Test func `the shape that many clients share is read in its order`() throws {
        let servers = try self.parse(
            """
            {"mcpServers": {
              "todo": {"command": "cadence", "args": ["mcp"], "env": {"CADENCE_HOME": "/tmp/x"}, "cwd": "/tmp"},
              "time": {"type": "stdio", "command": "mcp-server-time", "disabled": true, "autoApprove": ["*"]}
            }, "other": 1}
            """)
        #expect(
            servers == [
                MCPServerConfiguration(
                    name: "todo", command: "cadence", arguments: ["mcp"], environment: ["CADENCE_HOME": "/tmp/x"],
                    workingDirectory: "/tmp"),
                MCPServerConfiguration(name: "time", command: "mcp-server-time", isDisabled: true),
            ])
        #expect(try self.parse(#"{"mcpServers": {}}"#) == [])
    }

    @Test(arguments: [
        ("{", "mcp.json:1:2: expected a key in double quotes"),
        ("{}", "mcp.json:1: \"mcpServers\" is missing; write {\"mcpServers\": {\"name\": {\"command\": …}}}"),
        ("[]", "mcp.json:1: \"mcpServers\" is missing; write {\"mcpServers\": {\"name\": {\"command\": …}}}"),
        ("{\n\"mcpServers\":\n[]}", "mcp.json:3: mcpServers: has to be an object"),
        (
            "{\"mcpServers\": {\n\"a\": {\"command\": \"x\"},\n\"b\": {}}}",
            "mcp.json:3: mcpServers.b: \"command\" is missing"
        ),
        (
            "{\"mcpServers\": {\"a\": {\n\"command\": 7}}}",
            "mcp.json:2: mcpServers.a.command: has to be the name or path of a program"
        ),
        (
            "{\"mcpServers\": {\"a\": {\n\"command\": \"\"}}}",
            "mcp.json:2: mcpServers.a.command: has to be the name or path of a program"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\",\n\n\"args\": \"y\"}}}",
            "mcp.json:3: mcpServers.a.args: has to be a list of texts"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": [1]}}}",
            "mcp.json:1: mcpServers.a.args: has to be a list of texts"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": {\n\"K\": 1}}}}",
            "mcp.json:2: mcpServers.a.env.K: has to be a text"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"env\": {\"K=\": \"\"}}}}",
            "mcp.json:1: mcpServers.a.env.K=: is no name of a variable"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\",\n\"disabled\": 1}}}",
            "mcp.json:2: mcpServers.a.disabled: has to be true or false"
        ),
        (
            "{\"mcpServers\": {\"a\": {\"command\": \"x\",\n\"comand\": 1}}}",
            "mcp.json:2: mcpServers.a.comand: unknown key; there are args, command, cwd, disabled, env"
        ),
        (
            "{\"mcpServers\": {\"a\": {\n\"url\": \"https://x\"}}}",
            "mcp.json:2: mcpServers.a.url: only stdio servers are supported in this version; give a \"command\""
        ),
        (
            "{\"mcpServers\": {\"a\": {\"type\": \"http\"}}}",
            "mcp.json:1: mcpServers.a.type: only stdio servers are supported in this version; give a \"command\""
        ),
        ("{\"mcpServers\": {\"a\": {}, \"a\": {}}}", "mcp.json:1:26: duplicate key \"a\""),
    ])
    func `an error names the file, the line and the key`(_ text: String, _ message: String) {
        let error = #expect(throws: MCPError.self) { try self.parse(text) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message == message)
    }
}
