import Testing
import TuttiJSON
import TuttiMCP

@Suite struct TaskServerTests {
    /// Calls tools of a server over a pair of transports, as a client would.
    private func withTasks(
        _ items: [TaskItem] = [],
        _ body: (_ call: (_ tool: String, _ arguments: JSONValue) async throws -> MCPToolResult) async throws -> Void
    ) async throws {
        let (ours, theirs) = InMemoryMCPTransport.pair()
        async let serving: Void = TaskServer(store: InMemoryTaskStore(items)).run(over: theirs)
        let client = MCPClient(name: "tasks", transport: ours, sleep: never)
        try await client.connect()
        try await body { tool, arguments in
            try await client.callTool(tool, arguments: arguments.object ?? JSONObject(), timeout: .seconds(1))
        }
        await client.close()
        try await serving
    }

    @Test func `tasks are added, listed and completed in the shape of a task service`() async throws {
        try await self.withTasks { call in
            let added = try await call("add_task", ["title": " Call mum ", "due": "2026-12-01", "priority": "high"])
            let task = #"{"id":1,"title":"Call mum","status":"open","priority":"high","due":"2026-12-01"}"#
            #expect(added.text == #"{"ok":true,"task":\#(task)}"#)
            #expect(!added.isError)
            #expect(added.structuredContent?["task"]?["id"] == 1)
            _ = try await call("add_task", ["title": "Rest"])
            let done = try await call("complete_task", ["id": "2"])
            #expect(
                done.text
                    == #"{"ok":true,"task":{"id":2,"title":"Rest","status":"done","priority":"normal","due":null}}"#)
            #expect(try await call("list_tasks", ["status": "open"]).text == #"{"ok":true,"tasks":[\#(task)]}"#)
            for all in [["status": "all"], [:]] as [JSONValue] {
                #expect(try await call("list_tasks", all).structuredContent?["tasks"]?.array?.count == 2)
            }
        }
    }

    @Test func `overdue is what is open and was due before today`() async throws {
        let items = [
            TaskItem(id: 1, title: "past", due: "2026-11-22"), TaskItem(id: 2, title: "today", due: "2026-11-23"),
            TaskItem(id: 3, title: "done", status: .done, due: "2026-01-01"), TaskItem(id: 4, title: "whenever"),
        ]
        try await self.withTasks(items) { call in
            let overdue = try await call("overdue_tasks", ["today": "2026-11-23"])
            #expect(overdue.structuredContent?["tasks"]?.array?.compactMap { $0["id"]?.integer } == [1])
        }
    }

    @Test func `every wrong argument is told in words that help`() async throws {
        let cases: [(String, JSONValue, String)] = [
            ("add_task", [:], "title is missing"), ("add_task", ["title": " \n "], "title is empty"),
            ("add_task", ["title": 7], "title has to be a text"),
            ("add_task", ["title": .string(String(repeating: "x", count: 1001))], "longer than 1000 bytes"),
            ("add_task", ["title": "x", "due": "tomorrow"], "write it as YYYY-MM-DD"),
            ("add_task", ["title": "x", "due": "2026-02-29"], "is no day"),
            ("add_task", ["title": "x", "due": "2026-13-01"], "is no day"),
            ("add_task", ["title": "x", "due": "+026-01-01"], "is no day"),
            ("add_task", ["title": "x", "priority": "urgent"], "none of low, normal, high"),
            (
                "add_task", ["title": "x", "owner": "me"],
                "there is no argument \"owner\"; there are title, due, priority"
            ),
            ("list_tasks", ["status": "late"], "none of open, done, all"),
            ("complete_task", [:], "id has to be the number"),
            ("complete_task", ["id": "one"], "id has to be the number"),
            ("complete_task", ["id": 9], "there is no task 9"), ("overdue_tasks", [:], "today is missing"),
        ]
        try await self.withTasks { call in
            for (tool, arguments, message) in cases {
                let result = try await call(tool, arguments)
                #expect(result.isError)
                #expect(result.structuredContent?["ok"] == false)
                #expect(result.text.replacing("\\\"", with: "\"").contains(message), "\(result.text)")
            }
            #expect(try await call("list_tasks", [:]).text == #"{"ok":true,"tasks":[]}"#)
        }
    }

    @Test func `days of leap years are days`() async throws {
        try await self.withTasks { call in
            for (day, isDay) in [
                ("2024-02-29", true), ("2000-02-29", true), ("1900-02-29", false), ("2026-04-31", false),
            ] {
                let result = try await call("add_task", ["title": "x", "due": .string(day)])
                #expect(result.isError == !isDay)
            }
        }
    }
}
