import Testing
import TuttiAgents
import TuttiJSON
import TuttiMCP

@Suite struct ToolAnswerTests {
    private func read(_ text: String, structured: JSONValue? = nil, isError: Bool = false) throws -> ToolAnswer {
        let result = MCPToolResult(text: text, structuredContent: structured, isError: isError)
        return try ToolAnswer(result, server: "todo", tool: "list_tasks")
    }

    private func titles(_ answer: ToolAnswer) -> [String]? {
        guard case .tasks(let tasks) = answer else { return nil }
        return tasks.map(\.title)
    }

    private func error(_ body: () throws -> ToolAnswer) -> MCPError? {
        #expect(throws: MCPError.self) { try body() }
        do { _ = try body() } catch { return error as? MCPError }
        return nil
    }

    @Test(arguments: [
        #"{"ok":true,"tasks":[{"id":1,"title":"Call"}]}"#, #"[{"name":"Call"}]"#, #"{"todos":[{"text":"Call"}]}"#,
        #"{"result":[{"summary":"Call"}]}"#, #" {"task":{"id":"a","title":"Call"}}"#,
        #"{"tasks":[{"title":"Call"},{"title":"  "},{"id":4},7,null]}"#,
    ]) func `lists of tasks are found in the shapes that servers use`(text: String) throws {
        #expect(try self.titles(self.read(text)) == ["Call"])
    }

    @Test func `an empty list is a list without tasks`() throws {
        #expect(try self.read(#"{"ok":true,"tasks":[]}"#) == .tasks([]))
    }

    @Test func `structured content stands in for text that is no JSON`() throws {
        let answer = try self.read("see the structured content", structured: ["tasks": [["title": "Call"]]])
        #expect(self.titles(answer) == ["Call"])
    }

    @Test func `a failure is an error that names server and tool, in each of its forms`() throws {
        let forms: [() throws -> ToolAnswer] = [
            { try self.read(#"{"ok":false,"error":"task_not_found"}"#) },
            { try self.read("task_not_found", isError: true) },
            { try self.read(#"{"error":{"message":"task_not_found"}}"#, isError: true) },
        ]
        for form in forms {
            let error = try #require(self.error(form))
            #expect(error.code == .toolError)
            #expect(error.description == #"MCP server "todo": the tool "list_tasks" failed: task_not_found"#)
            #expect(!error.isRetryable)
        }
        #expect(self.error { try self.read("", isError: true) }?.message.contains("it gives no reason") == true)
    }

    @Test func `the message of a failure cannot steer a terminal or fill it`() throws {
        let error = self.error {
            try self.read("\u{1B}[2J\u{202E}x\n" + String(repeating: "y", count: 10_000), isError: true)
        }
        let message = try #require(error?.message)
        #expect(message.count < 400)
        #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test func `plain text becomes bounded, harmless lines`() throws {
        let hostile = "first\u{1B}]0;title\u{7} line\r\n\n\u{200B}\n" + String(repeating: "row\n", count: 100_000)
        guard case .lines(let lines) = try self.read(hostile) else { throw MCPError(.toolError, "no lines") }
        #expect(lines.count == ToolAnswer.maximumLines)
        #expect(lines.first == "first]0;title line")
        #expect(lines.dropFirst().allSatisfy { $0 == "row" })
    }

    @Test func `broken, deep and duplicate JSON is shown as text, and never crashes`() throws {
        let deep = String(repeating: "[", count: 100_000)
        for text in [#"{"tasks":["#, #"{"ok":true,"ok":false}"#, deep, "{", "[\u{0}]", "\u{FEFF}{}"] {
            guard case .lines(let lines) = try self.read(text) else { throw MCPError(.toolError, "no lines") }
            #expect(lines.allSatisfy { $0.count <= ToolAnswer.maximumLineLength })
        }
    }

    @Test func `an object of plain values reads without braces`() throws {
        #expect(try self.read(#"{"ok":true,"open":3,"next":"Call"}"#) == .lines(["open: 3, next: Call"]))
        #expect(try self.read(#"{"ok":true,"by":{"a":1}}"#) == .lines([#"{"ok":true,"by":{"a":1}}"#]))
    }

    @Test func `the number of tasks is bounded`() throws {
        let elements = (0..<2000).map { #"{"title":"t\#($0)"}"# }.joined(separator: ",")
        #expect(try self.titles(self.read(#"{"tasks":[\#(elements)]}"#))?.count == ToolAnswer.maximumTasks)
    }
}
