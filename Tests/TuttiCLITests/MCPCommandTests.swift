import Testing
import TuttiJSON

@Suite(.timeLimit(.minutes(2))) struct MCPCommandTests {
    @Test func `the built-in server is listed with its tools`() async throws {
        let program = try CommandLineProgram()
        let text = try await program.run("mcp", "list")
        #expect(
            text.output == """
                tasks
                  add_task  Adds a task to the to-do list.
                  list_tasks  Lists the tasks of the to-do list.
                  complete_task  Marks a task as done.
                  overdue_tasks  Lists the open tasks that were due before today.

                """)
        #expect(text.code == 0 && text.error.isEmpty)
        let json = try await program.run("mcp", "list", "--json").json()
        #expect(json.object?.keys.map(\.self) == ["tasks"])
        #expect(json["tasks"]?.array?.first?["name"] == "add_task")
        #expect(json["tasks"]?.array?.first?["inputSchema"]?["required"] == ["title"])
    }

    @Test func `a task that is added is listed, and done when it is completed`() async throws {
        let program = try CommandLineProgram()
        _ = try await program.run("init", "-q")
        let added = try await program.run(
            "mcp", "call", "tasks", "add_task", #"{"title": "Water the plants", "due": "2031-01-02"}"#)
        #expect(added.code == 0 && added.error.isEmpty)
        #expect(try added.json()["task"]?["title"] == "Water the plants")
        let open = try await program.run("mcp", "call", "tasks", "list_tasks").json()["tasks"]?.array
        #expect(open?.count == 1 && open?.first?["due"] == "2031-01-02" && open?.first?["status"] == "open")
        _ = try await program.run("mcp", "call", "tasks", "complete_task", #"{"id": 1}"#)
        let left = try await program.run("mcp", "call", "tasks", "list_tasks", #"{"status": "open"}"#).json()
        #expect(left["tasks"] == [])
    }

    @Test func `an error of a tool is an error of the command`() async throws {
        let result = try await CommandLineProgram().run("mcp", "call", "tasks", "add_task", #"{"title": 7}"#)
        #expect(result.code == 1)
        #expect(!result.error.isEmpty && result.error.contains("add_task") || result.error.contains("title"))
    }

    @Test(arguments: [
        (["call", "ghost", "x"], "no server is called 'ghost'; configured: tasks"),
        (["call", "tasks", "add_task", "{"], "the arguments are not JSON"),
        (["call", "tasks", "add_task", "[]"], "the arguments have to be a JSON object"),
        (["call", "tasks"], "Missing expected argument"),
    ])
    func `a wrong call is bad usage`(arguments: [String], message: String) async throws {
        let result = try await CommandLineProgram().shell(#""$TUTTI" mcp "$@""#, arguments)
        #expect(result.code == 2 && result.output.isEmpty)
        #expect(result.error.contains(message))
    }

    @Test func `the server ends with its input`() async throws {
        let line = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"# + "\n"
        let result = try await CommandLineProgram().run("mcp", "serve-tasks", input: line)
        #expect(try JSONValue(parsing: result.output.split(separator: "\n").first.map(String.init) ?? "")["id"] == 1)
        #expect(result.code == 0)
    }
}
