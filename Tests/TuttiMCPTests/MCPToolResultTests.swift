import Testing
import TuttiJSON
import TuttiMCP

/// What servers answer to `tools/call`, seen through a client.
@Suite struct MCPToolResultTests {
    private func result(of answer: JSONValue) async throws -> MCPToolResult {
        try await withScriptedServer { request in
            request.method == "tools/call" ? .result(answer) : nil
        } body: { client in
            try await client.callTool("x", timeout: .seconds(1))
        }
    }

    @Test func `texts are joined, and what is no text is named`() async throws {
        let result = try await self.result(of: [
            "content": [
                ["type": "text", "text": "one"], ["type": "image", "data": "…", "mimeType": "image/png"],
                ["type": "resource", "resource": ["uri": "file:///a", "text": "two"]],
                ["type": "resource_link", "uri": "file:///b"], ["type": "future"], "nonsense",
            ]
        ])
        #expect(result == MCPToolResult(text: "one\n[image/png]\ntwo\n[file:///b]\n[future]\n[content]"))
    }

    @Test func `structured content stands in for missing text`() async throws {
        let result = try await self.result(of: ["structuredContent": ["a": 1], "isError": false])
        #expect(result == MCPToolResult(text: #"{"a":1}"#, structuredContent: ["a": 1]))
    }

    @Test func `the failure of a tool is a result, and an error for those who want one`() async throws {
        let result = try await self.result(of: ["content": [["type": "text", "text": "no"]], "isError": true])
        #expect(result.isError)
        let error = #expect(throws: MCPError.self) { try result.get(tool: "x", server: "s") }
        #expect(error?.code == .toolError)
        #expect(error?.description == "MCP server \"s\": the tool \"x\" failed: no")
    }

    @Test(arguments: [JSONValue.null, [], "text", ["isError": false], ["content": "text"]])
    func `an answer of another shape is a violation`(_ answer: JSONValue) async {
        let error = await #expect(throws: MCPError.self) { try await self.result(of: answer) }
        #expect(error?.code == .protocolViolation)
    }
}
